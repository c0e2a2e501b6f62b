-- For analysts (sqlite3 -readonly): stages by name, times in shop time, money in yuan.
-- Differs because the engines format times and decimals with functions of their own.
CREATE VIEW order_view AS
SELECT shop, id,
  CASE stage WHEN 10 THEN 'depositPaid' WHEN 20 THEN 'unpaid' WHEN 30 THEN 'paid' WHEN 40 THEN 'approved'
    WHEN 50 THEN 'printed' WHEN 60 THEN 'picked' WHEN 70 THEN 'packed' WHEN 80 THEN 'consigned'
    WHEN 90 THEN 'handedOver' WHEN 100 THEN 'closed' ELSE 'cancelled' END AS stage_name,
  open_holds, platform_status, title, item_count,
  datetime(created_at / 1000, 'unixepoch', '+8 hours') AS created,
  datetime(paid_at / 1000, 'unixepoch', '+8 hours') AS paid,
  datetime(memo_seen_at / 1000, 'unixepoch', '+8 hours') AS memo_seen,
  datetime(source_at / 1000, 'unixepoch', '+8 hours') AS source_exported,
  printf('%.2f', total_fen / 100.0) AS total_yuan,
  printf('%.2f', paid_fen / 100.0) AS paid_yuan,
  printf('%.2f', refund_fen / 100.0) AS refund_yuan
FROM shop_order;
