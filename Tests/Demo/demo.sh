#!/bin/sh
# The whole day on a rehearsal store: `demo.sh PEAKDAY`. Everything is made here; no person and no order is real.
set -eu

peakday=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
PATH="$(dirname "$peakday"):$PATH"
export PEAKDAY_STORE=drill.db PEAKDAY_ROLE=lead PEAKDAY_AS=小林 PEAKDAY_LANG="${PEAKDAY_LANG:-zh}"

chapter() { printf '\n\033[1m%s\033[0m\n' "$1"; }

# Shows a command and runs it. A code that is not 0 is part of the story: it is what a gate answers.
show() {
  printf '$ peakday'
  for word in "$@"; do
    case "$word" in *[\ ！～]*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac
  done
  printf '\n'
  code=0
  peakday "$@" || code=$?
  [ "$code" -eq 0 ] || printf '（退出码 / exit code %s）\n' "$code"
}

# Stops the demo when an answer is not the one that the story needs.
expect() {
  [ "$code" -eq "$1" ] || {
    echo "demo: expected exit code $1, got $code" >&2
    exit 1
  }
}

# An order export in the platform's layout of 2017 (46 columns), GBK, as 千牛 writes it. $1: the status of order 7.
export_orders() {
  awk -v seven="$1" 'BEGIN {
    header = "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额," \
      "买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ," \
      "宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费," \
      "发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku," \
      "修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,退款金额,预约门店"
    printf "%s\r\n", header
    split("羽绒服 黑色 L,保温杯 500ml,儿童雨靴 28码,蚕丝被 1.5m,电动牙刷 白", titles, ",")
    memo[3] = "买家不要了"; memo[4] = "赠品不要了 其他照发"; memo[9] = "客户不想要了，别发 【小美00:35】"
    memo[11] = "拍重了这单取消"; memo[14] = "买家是不是不要了？"; memo[18] = "务必发EMS，送小样"
    for (n = 1; n <= 40; n++) {
      status = n % 10 == 0 ? "等待买家付款" : "买家已付款，等待卖家发货"
      if (n == 7) status = seven
      paid = status == "等待买家付款" ? "" : sprintf("2026-11-11 00:%02d:%02d", n % 60, (n * 7) % 60)
      price = 59 + (n * 37) % 300
      printf "=\"35151111000%04d\",演示买家%d,,%d.00,0.00,0,%d.00,0,%d.00,0,%s,,演示收件人%d,", \
        n, n, price, price, price, status, n
      printf "浙江省 杭州市 西湖区 演示路%d号(310000),快递,,1380000%04d,", n, n
      printf "2026-11-11 00:%02d:00,%s,%s,1,,,%s,1,1,演示店,,0.00,0.00,,是,,,,,,,,,,0,0,否,0.00,null\r\n", \
        n % 60, paid, titles[n % 5 + 1], memo[n]
    }
  }' | iconv -f UTF-8 -t GB18030
}

order() { printf '35151111000%04d' "$1"; }

# An item export (宝贝报表) of 2022, UTF-8: the lines of order 24, one of them with a refund applied for.
export_items() {
  printf '%s\r\n' '子订单编号,主订单编号,商品标题,商品价格,购买数量,外部系统编号,商品属性,订单状态,买家实付金额,退款状态,订单付款时间'
  printf '="35151111900241",="%s",羽绒服,199.00,1,YRF-BK-L,颜色分类:黑色;尺码:L,买家已付款，等待卖家发货,199.00,没有申请退款,2026-11-11 00:24:48\r\n' "$(order 24)"
  printf '="35151111900242",="%s",雨靴,99.00,1,YX-28,尺码:28,买家已付款，等待卖家发货,99.00,买家已经申请退款，等待卖家同意,2026-11-11 00:24:48\r\n' "$(order 24)"
}

# What was written in the chat group, in the layouts that people use.
chat() {
  printf '客服小美 01:44\n%s 买家不要了\n客服阿强 01:45\n这两单客户要改地址：%s、%s\n客服小七 01:45\n今晚谁订宵夜？\n【小美】拍错了不要了\n' \
    "$(order 25)" "$(order 26)" "$(order 27)"
}

# A trade as the platform's interface gives it: a number of 19 digits, a memo, one line.
trades() {
  printf '{"trade_fullinfo_get_response":{"trade":{"tid":4035151111000000041,"status":"WAIT_SELLER_SEND_GOODS",'
  printf '"payment":"99.00","created":"2026-11-11 02:01:00","pay_time":"2026-11-11 02:02:00",'
  printf '"modified":"2026-11-11 02:20:00","buyer_nick":"演示买家41","seller_memo":"买家不要了","seller_flag":1,'
  printf '"receiver_name":"演*","receiver_state":"浙江省","receiver_city":"杭州市","receiver_district":"西湖区",'
  printf '"receiver_address":"演示路***","receiver_mobile":"138****0041","orders":{"order":[{"oid":4035151111000000041,'
  printf '"title":"保温杯","num":1,"payment":"99.00","refund_status":"NO_REFUND"}]}}}}\n'
}

chapter "23:50 建一个演练库 · make a rehearsal store"
show init --rehearsal
expect 0

chapter "排班：名单、需求、草稿、发布 · the rota: people, need, draft, published"
{
  printf '姓名,技能,经验,最多工时,不能上班,愿望,旺旺\n'
  printf '客服小美,售前、VIP,熟练,24,,,演示店:小美\n客服阿强,售前、售后,熟练,24,,避 11-11 夜,演示店:阿强\n'
  printf '客服小七,售前,新人,24,,,演示店:小七\n客服大雷,售后,,24,11-12 8:00-18:00,,演示店:大雷\n'
  printf '客服阿珍,售前、售后,,24,,,演示店:阿珍\n客服小鱼,售前、VIP,,24,,,演示店:小鱼\n'
} >名单.csv
# From 11-11 to 11-12, by the hour: the night of the 11th is the peak.
awk 'BEGIN {
  print "interval_start,minutes,skill,people"
  for (day = 11; day <= 12; day++) for (hour = 0; hour < 24; hour++) {
    pre = (day == 11 && hour < 3) ? 2 : (hour >= 9)
    printf "2026-11-%dT%02d:00:00+08:00,60,pre,%d\n", day, hour, pre
    printf "2026-11-%dT%02d:00:00+08:00,60,after,%d\n", day, hour, (hour >= 9 && hour < 21)
    printf "2026-11-%dT%02d:00:00+08:00,60,vip,%d\n", day, hour, (day == 11 && hour >= 10 && hour < 22)
  }
}' >need.csv
show agent import 名单.csv --now "2026-11-10 18:00"
expect 0
show rota build --need need.csv --iterations 2000 --pin '客服小七 11-11 9:00-17:00' --now "2026-11-10 18:00"
expect 0
show rota show --by time --now "2026-11-10 18:00"
show rota why --limit 1 --now "2026-11-10 18:00"
show rota publish --now "2026-11-10 18:30"
expect 0

chapter "活动前：查页面、冻结、能不能开始 · before the event: check pages, freeze them, go or no go"
page() {
  printf '<html><head><title>%s</title><meta name="sku" content="HJ-SERUM-30">' "$1"
  printf '<meta name="price" content="%s"></head><body><p>净含量30毫升，短缺不超过2.7毫升</p>' "$2"
  printf '<p>7天内无理由退换，质量问题运费由店铺承担</p><p>玻璃瓶，摔落会碎，请留意</p></body></html>\n'
}
page '全网第一的最新款透明质酸精华' 189.00 >精华.html
show page check 精华.html --now "2026-11-10 19:00"
expect 24
page '最新款透明质酸精华' 199.00 >精华.html
show page check 精华.html --now "2026-11-10 19:05"
expect 0
show page freeze 精华.html --now "2026-11-10 19:10"
expect 0
page '最新款透明质酸精华' 169.00 >精华.html
show page diff 精华.html --now "2026-11-10 19:20"
expect 24
show day ready --now "2026-11-10 19:25"
expect 24
show day ready --sign backup --note '昨晚恢复到演练库，一致' --now "2026-11-10 19:30"
expect 0

chapter "01:30 导入订单（GBK，46 列），备注自动判断 · import; remarks are judged"
export_orders "买家已付款，等待卖家发货" >ExportOrderList202611110130.csv
export_items >ExportItemList202611110130.csv
show order import ExportOrderList202611110130.csv ExportItemList202611110130.csv --now "2026-11-11 01:31"
expect 0
show hold list --now "2026-11-11 01:31"
show remark explain '赠品不要了 其他照发'

chapter "01:46 群里的话贴进来就行 · what stands in the chat group, pasted"
chat >chat.txt
show remark paste chat.txt --as 客服小美 --role agent --now "2026-11-11 01:46"
expect 22

chapter "01:47 审单：能过的一次过完，挂起的不放行 · review: all that may pass at once"
show order approve "$(order 3)" "$(order 4)" --now "2026-11-11 01:47"
expect 10
show order approve --all --dry-run --now "2026-11-11 01:47"
show order approve --all --now "2026-11-11 01:47"
expect 0
printf '$ peakday order approve --export | head -3\n'
peakday order approve --export --now "2026-11-11 01:48" 2>/dev/null | head -3
show hold export --now "2026-11-11 01:48"
expect 0

chapter "01:50 仓库打单：扫描枪一行一个 · the warehouse prints; a scanner types one a line"
printf '$ printf "…1\\n…2\\n…7\\n" | peakday gate pass print\n'
code=0
printf '%s\n%s\n%s\n' "$(order 1)" "$(order 2)" "$(order 7)" |
  peakday gate pass print --as 仓库小陈 --role warehouse --now "2026-11-11 01:50" || code=$?
expect 0

chapter "01:52 买家改主意：还没打单的，挂起即可 · a change of mind before print"
show remark add "$(order 5)" '买家不要了～' --as 客服小美 --role agent --now "2026-11-11 01:52"
expect 0
chapter "01:55 晚了一步：已打单，变成召回 · too late by a print: a recall"
show remark add "$(order 2)" '买家反悔，不要了' --as 客服小美 --role agent --now "2026-11-11 01:55"
expect 0
show gate pass pack "$(order 1)" "$(order 2)" --as 仓库小陈 --role warehouse --now "2026-11-11 01:56"
expect 10
show recall list --now "2026-11-11 02:02"
show recall done "$(order 2)" --as 仓库小陈 --role warehouse --now "2026-11-11 02:05"
expect 0

chapter "02:06 合并的包裹：一个不要，其余可以走 · a merged parcel: one is unwanted, the rest may go"
{
  printf '运单号,快递公司,订单编号\n'
  printf 'YT7700112233,圆通速递,"%s,%s"\n' "$(order 12)" "$(order 13)"
  printf 'YT7700112244,圆通速递,%s\n' "$(order 15)"
} >"运单202611110205.csv"
show parcel import "运单202611110205.csv" --as 仓库小陈 --role warehouse --now "2026-11-11 02:06"
expect 0
show remark add "$(order 13)" '【小美02:07】客户不想要了' --as 客服小美 --role agent --now "2026-11-11 02:07"
printf 'YT7700112233\nYT7700112244\n' >wave.txt
show gate check pack --file wave.txt --as 仓库小陈 --role warehouse --now "2026-11-11 02:08"
expect 10
show gate pass pack YT7700112233 --as 仓库小陈 --role warehouse --now "2026-11-11 02:08"
expect 10
show parcel take-out YT7700112233 "$(order 13)" --as 仓库小陈 --role warehouse --now "2026-11-11 02:09"
expect 0
show gate pass pack YT7700112233 YT7700112244 --as 仓库小陈 --role warehouse --now "2026-11-11 02:09"
expect 0
show gate undo pack YT7700112244 --as 仓库小陈 --role warehouse --now "2026-11-11 02:10"
expect 0

chapter "02:10 又要了：解除，照常发 · wants it after all"
show remark add "$(order 5)" '买家又要了，正常发' --as 客服小美 --role agent --now "2026-11-11 02:10"
show gate pass print "$(order 5)" --as 仓库小陈 --role warehouse --now "2026-11-11 02:11"
expect 0

chapter "02:12 备注里答应的快递：打单时核对 · a courier that was promised is checked at the printer"
show promise list --now "2026-11-11 02:12"
show gate pass print "$(order 18)" --as 仓库小陈 --role warehouse --now "2026-11-11 02:12"
expect 12
show gate pass print "$(order 18)" --courier EMS --as 仓库小陈 --role warehouse --now "2026-11-11 02:12"
expect 0

chapter "02:14 打单以后改地址：旧面单作废，重打才放行 · a new address after print: the old label is void"
show gate pass print "$(order 16)" --as 仓库小陈 --role warehouse --now "2026-11-11 02:13"
expect 0
show address change "$(order 16)" '演示人 13900001111 广东省深圳市南山区演示路8号' --dry-run --now "2026-11-11 02:14"
show address change "$(order 16)" '演示人 13900001111 广东省深圳市南山区演示路8号' --approve --now "2026-11-11 02:14"
expect 0
show gate pass pack "$(order 16)" --as 仓库小陈 --role warehouse --now "2026-11-11 02:15"
expect 11
show address list --labels --now "2026-11-11 02:15"
show gate pass print "$(order 16)" --as 仓库小陈 --role warehouse --now "2026-11-11 02:16"
expect 0
show gate pass pack "$(order 16)" --as 仓库小陈 --role warehouse --now "2026-11-11 02:16"
expect 0

chapter "02:18 拣货单：挂起的不在上面，赠品写在旁边 · the picking list"
show pick list --limit 4 --as 仓库小陈 --role warehouse --now "2026-11-11 02:18"
show pick list --file 拣货单.xlsx --as 仓库小陈 --role warehouse --now "2026-11-11 02:18"
expect 0

chapter "02:19 两个人一起放开 · four eyes"
show hold override ask "$(order 24)" --reason refundRequested --note '买家电话里撤回了退款' --as 客服小美 --role agent --now "2026-11-11 02:19"
show hold override agree "$(order 24)" --reason refundRequested --as 客服小美 --role lead --now "2026-11-11 02:19"
expect 20
show hold override agree "$(order 24)" --reason refundRequested --now "2026-11-11 02:20"
expect 0

chapter "02:25 接口来的 JSON 也能导入 · what the platform's interface gives"
trades >trades202611110225.json
show order import trades202611110225.json --now "2026-11-11 02:26"
expect 0

chapter "02:30 ERP 绕过了我们：挂起的订单被发走 · the ERP shipped a held order past us"
show hold add "$(order 7)" --reason buyerCancelled --as 客服小美 --role agent --now "2026-11-11 02:20"
export_orders "卖家已发货，等待买家确认" >ExportOrderList202611110230.csv
show order import ExportOrderList202611110230.csv --now "2026-11-11 02:31"
expect 0
show bypass list --now "2026-11-11 02:31"

chapter "04:00 备注太旧：先重新导入 · memos too old: import again first"
show gate pass print "$(order 6)" --as 仓库小陈 --role warehouse --now "2026-11-11 04:00"
expect 16

chapter "主管的一页纸 · the lead's one page"
show day status --now "2026-11-11 02:35"
show day savings --now "2026-11-11 02:35"
show order show "$(order 2)" --now "2026-11-11 02:35"
show event show --now "2026-11-11 02:35"

chapter "规则是店里自己的：改、查、发布 · the rules are the shop's own: edit, check, publish"
show playbook write rules
show playbook check rules
expect 0
show playbook publish rules --dry-run --now "2026-11-11 02:40"
show remark reclassify --dry-run --now "2026-11-11 02:40"
expect 0

chapter "03:00 库存：页面和仓库为什么不一样 · stock: why page and warehouse differ"
printf '款式编码,商品编码,颜色,规格,实际库存数,订单占有数\r\nK1,SKU-RED,红,L,50,0\r\nK1,SKU-BLUE,蓝,L,8,0\r\n' >库存202611110240.csv
show stock import-warehouse 库存202611110240.csv --opening --as 仓库小陈 --role warehouse --now "2026-11-11 02:41"
expect 0
{
  printf '子订单编号,主订单编号,商品标题,购买数量,商家编码,订单状态,买家实付金额,退款状态,订单创建时间,订单付款时间,商家备注\r\n'
  printf '91,3515111190000091,羽绒服,6,SKU-RED,买家已付款，等待卖家发货,600.00,没有申请退款,2026-11-11 02:42:00,2026-11-11 02:42:10,\r\n'
  printf '92,3515111190000092,羽绒服,4,SKU-RED,买家已付款，等待卖家发货,400.00,没有申请退款,2026-11-11 02:43:00,2026-11-11 02:43:10,买家不要了\r\n'
  printf '93,3515111190000093,羽绒服,10,SKU-BLUE,买家已付款，等待卖家发货,900.00,没有申请退款,2026-11-11 02:44:00,2026-11-11 02:44:10,\r\n'
} >宝贝202611110245.csv
show order import 宝贝202611110245.csv --now "2026-11-11 02:46"
printf '数字ID,商家编码,宝贝数量\r\n7001,SKU-RED,38\r\n7002,SKU-BLUE,0\r\n' >页面202611110250.csv
show stock import-page 页面202611110250.csv --as 仓库小陈 --role warehouse --now "2026-11-11 02:51"
expect 0
show stock reconcile --now "2026-11-11 03:00"
show stock reconcile --explain SKU-RED --now "2026-11-11 03:00"
expect 0
show stock publish --file 更新页面.csv --now "2026-11-11 03:01"
expect 0

chapter "10:00 说什么，能让多少，再推荐什么 · what to say, how much to give, what else to offer"
show script search 我昨晚买多了今天能把钱退给我吗 --limit 3 --now "2026-11-11 10:00"
show script use refund-before-12-warm-1 --order "$(order 2)" --as 客服小美 --role agent --now "2026-11-11 10:00"
expect 0
show script use farewell-warm-1 --as 客服小美 --role agent --now "2026-11-11 10:01"
expect 64
show activity find 满300 --limit 1 --now "2026-11-11 10:01"
show recommend HJ-SERUM-30 --amount 280 --now "2026-11-11 10:02"
show concession ask HJ-SERUM-30 10 --condition payNow --as 客服小美 --role agent --now "2026-11-11 10:03"
show concession grant 1 --amount 2 --as 客服小美 --role agent --now "2026-11-11 10:04"
expect 20
show concession grant 1 --amount 2 --as 客服小美 --role agent --now "2026-11-11 10:06"
expect 0
show script export --out 团队短语.csv --now "2026-11-11 10:10"
expect 0

chapter "11:00 有人发烧：补班，看谁到岗，交接 · somebody falls ill; who is there; handing over"
show rota clock-in --as 客服小七 --role agent --now "2026-11-11 09:04"
expect 0
show rota clock-in 客服小美 --now "2026-11-11 09:58"
show rota absent 客服小七 --note 发烧 --iterations 500 --now "2026-11-11 11:00"
expect 0
show rota ready --now "2026-11-11 11:30"
show rota handover --open --note '盯着 YT7700112233' --as 客服阿强 --role agent --now "2026-11-11 20:55"
expect 0
show rota handover --sign 1 --as 客服阿强 --role agent --now "2026-11-11 20:58"
show rota handover --sign 1 --as 客服阿强 --role agent --now "2026-11-11 20:59"
expect 20
show rota handover --sign 1 --as 客服小美 --role agent --now "2026-11-11 21:01"
expect 0

chapter "11:40 售后、差评、赔付：谁管、多久、做到哪一步 · after-sales, reviews, claims: whose, how long, how far"
show case open afterSales "$(order 5)" --tag missing --title '少了一件' --as 客服小美 --role agent --now "2026-11-11 11:40"
expect 0
show case receive "afterSales:$(order 5)" --as 客服大雷 --role agent --now "2026-11-11 11:42"
show case step "afterSales:$(order 5)" 1 --as 客服大雷 --role agent --now "2026-11-11 11:43"
show case done "afterSales:$(order 5)" --result 补发 --now "2026-11-11 11:44"
expect 20
show review add "$(order 6)" --text '物流太慢' --now "2026-11-11 11:45"
show review cause "$(order 6)" logistics --now "2026-11-11 11:50"
show compensation ask "$(order 6)" --claim 500 --liability courier --because '误工' --as 客服小美 --role agent --now "2026-11-11 11:52"
expect 0
show compensation grant "$(order 6)" --now "2026-11-11 11:53"
expect 0
show case open help --title '买家要开国外发票' --as 客服小七 --role agent --now "2026-11-11 12:00"
show case escalate --now "2026-11-11 12:06"
show case board --now "2026-11-11 12:06"
expect 0

chapter "13:00 平台改了活动：一条命令，人人要确认 · an activity changes: one command, and everybody has to know"
show activity change d11-store-300 --discount 50 --effective "2026-11-11 14:00" --note 平台加码 --as 运营小周 --role operations --now "2026-11-11 13:00"
expect 0
show inbox --as 客服小美 --role agent --now "2026-11-11 13:01"
show ack 1.1 --answer 2 --as 客服小美 --role agent --now "2026-11-11 13:01"
expect 20
show ack 1.1 --answer 1 --as 客服小美 --role agent --now "2026-11-11 13:02"
expect 0
show broadcast poll --now "2026-11-11 13:05"
show broadcast reach 1 --now "2026-11-11 13:06"
expect 0
printf '时间,客服,买家\r\n2026-11-11 14:10:00,客服阿强,演示买家8\r\n2026-11-11 14:12:00,客服小美,演示买家9\r\n' >聊天.csv
show broadcast exposure 1 --chats 聊天.csv --now "2026-11-11 15:00"
expect 0

chapter "培训：抽题、合格证、没有合格证不算到岗 · training: no pass, not ready"
show training course --now "2026-11-11 15:10"
show training assign tmall-rules --to 售前 --now "2026-11-11 15:10"
expect 0
printf '课程,姓名,分数,时间\r\n天猫规则,客服小美,95,2026-11-08 20:00\r\n' >成绩.csv
show training import 成绩.csv --now "2026-11-11 15:11"
expect 0
show training pass --now "2026-11-11 15:12"
show training end refund-opening --note 新规 --now "2026-11-11 15:20"
expect 0
show rota ready --now "2026-11-11 15:21"

chapter "12 日 00:00 退款开放：催申请、装批、工作单、收尾 · refunds open"
show refund list --limit 5 --now "2026-11-11 23:50"
show refund chase --limit 3 --now "2026-11-12 00:00"
show refund queue "$(order 1)" --kind difference --amount 3.00 --now "2026-11-12 00:01"
show refund forecast --now "2026-11-11 23:50"
show refund pack --file 退款工作单.csv --now "2026-11-12 00:05"
expect 0
show day close --now "2026-11-12 00:10"
expect 24

chapter "日志可验 · the log can be verified"
show audit verify
expect 0
show doctor
expect 0
