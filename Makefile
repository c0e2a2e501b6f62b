# peakday: `make demo` shows the whole day, `make test` proves it. Both install the Debian packages they need.

SWIFT ?= swift
# A static program without position-independent code starts in 3 ms instead of 6; without a run path of its own the
# loader does not look for the system's libraries beside it.
RELEASE = -c release --static-swift-stdlib --disable-local-rpath -Xswiftc -Xclang-linker -Xswiftc -no-pie
BIN = .build/release
PREFIX ?= /usr/local
SOURCES = Package.swift Sources Tests

.PHONY: demo build test check lint bench soak install clean build-packages test-packages

demo: build
	@sh Tests/Demo/demo.sh "$(CURDIR)/$(BIN)/peakday"

build: build-packages
	$(SWIFT) build $(RELEASE) --product peakday

# Fast checks first; the races come last.
test: test-packages check
	$(SWIFT) test --skip-build --skip RaceTests --skip PaymentTests
	$(SWIFT) test --skip-build --filter RaceTests
	$(SWIFT) test --skip-build --filter PaymentTests

# Format and lint, then a build in which every warning is an error, then the import floors and habits.
check: build-packages lint
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --filter TidyTests

lint:
	$(SWIFT) format lint --strict --configuration .swift-format --recursive --parallel $(SOURCES)

bench: test-packages build
	$(SWIFT) build $(RELEASE) --product Bench
	$(BIN)/Bench --peakday "$(CURDIR)/$(BIN)/peakday"

soak: test-packages
	$(SWIFT) build --build-tests
	PEAKDAY_RACE_OPERATIONS=2000000 $(SWIFT) test --skip-build --filter RaceTests
	PEAKDAY_PAYMENTS=500000 $(SWIFT) test --skip-build --filter PaymentTests

install: build
	install -D -m 755 $(BIN)/peakday "$(DESTDIR)$(PREFIX)/bin/peakday"

build-packages:
	@sh Tests/Packages/install.sh libsqlite3-dev libpq-dev libzip-dev libexpat1-dev libxml2 libxlsxwriter-dev

test-packages: build-packages
	@sh Tests/Packages/install.sh postgresql-15 sqlite3 strace python3

clean:
	rm -rf .build
