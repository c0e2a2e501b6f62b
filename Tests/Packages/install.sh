#!/bin/sh
# Installs the Debian packages that are named and missing, and says clearly why it cannot.
set -eu

if ! command -v swift >/dev/null 2>&1; then
  echo "peakday needs Swift 6.3 (swift.org/install), and there is no 'swift' on PATH." >&2
  echo "需要 Swift 6.3（swift.org/install），PATH 里没有 swift。" >&2
  exit 1
fi

missing=""
for package in "$@"; do
  # dpkg-query prints "installed" for a package that is there and configured.
  case "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" in
    installed) ;;
    *) missing="$missing $package" ;;
  esac
done
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "These Debian packages are missing, and this is no Debian:$missing" >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "These Debian packages are missing:$missing" >&2
  echo "Install them as root: apt-get update && apt-get install$missing" >&2
  echo "缺少这些 Debian 软件包，请用 root 安装：apt-get update && apt-get install$missing" >&2
  exit 1
fi

# The package postgresql-common would make and start a cluster of the system; the tests bring their own.
case "$missing" in
  *postgresql*)
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
      mkdir -p /etc/postgresql-common
      echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    fi
    ;;
esac
apt-get update
# shellcheck disable=SC2086 # a list of names
DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
