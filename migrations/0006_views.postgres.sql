-- For analysts: stages by name, times in shop time, money in yuan.
-- Differs because the engines format times and decimals with functions of their own.
CREATE VIEW order_view AS
SELECT shop, id,
  CASE stage WHEN 10 THEN 'depositPaid' WHEN 20 THEN 'unpaid' WHEN 30 THEN 'paid' WHEN 40 THEN 'approved'
    WHEN 50 THEN 'printed' WHEN 60 THEN 'picked' WHEN 70 THEN 'packed' WHEN 80 THEN 'consigned'
    WHEN 90 THEN 'handedOver' WHEN 100 THEN 'closed' ELSE 'cancelled' END AS stage_name,
  open_holds, platform_status, title, item_count,
  to_char(to_timestamp(created_at / 1000) AT TIME ZONE INTERVAL '8 hours', 'YYYY-MM-DD HH24:MI:SS') AS created,
  to_char(to_timestamp(paid_at / 1000) AT TIME ZONE INTERVAL '8 hours', 'YYYY-MM-DD HH24:MI:SS') AS paid,
  to_char(to_timestamp(memo_seen_at / 1000) AT TIME ZONE INTERVAL '8 hours', 'YYYY-MM-DD HH24:MI:SS') AS memo_seen,
  to_char(to_timestamp(source_at / 1000) AT TIME ZONE INTERVAL '8 hours', 'YYYY-MM-DD HH24:MI:SS') AS source_exported,
  to_char(total_fen / 100.0, 'FM999999999990.00') AS total_yuan,
  to_char(paid_fen / 100.0, 'FM999999999990.00') AS paid_yuan,
  to_char(refund_fen / 100.0, 'FM999999999990.00') AS refund_yuan
FROM shop_order;
