import Store

/// The SQL that holds the effects of all rooms against the table of operations.
enum EffectRecords {
  /// Tables with rows whose operation is not in the log, and how many.
  static func withoutOperation(_ session: any Session) throws -> [(table: String, rows: Int64)] {
    try session.all(
      """
      SELECT kind, COUNT(*) FROM (
        SELECT 'hold' AS kind, operation_id FROM hold
        UNION ALL SELECT 'hold', lift_operation_id FROM hold WHERE lift_operation_id IS NOT NULL
        UNION ALL SELECT 'gate_pass', operation_id FROM gate_pass
        UNION ALL SELECT 'gate_pass', undo_operation_id FROM gate_pass WHERE undo_operation_id IS NOT NULL
        UNION ALL SELECT 'parcel', operation_id FROM parcel
        UNION ALL SELECT 'parcel_item', operation_id FROM parcel_item
        UNION ALL SELECT 'parcel_item', out_operation_id FROM parcel_item WHERE out_operation_id IS NOT NULL
        UNION ALL SELECT 'parcel_pass', operation_id FROM parcel_pass
        UNION ALL SELECT 'parcel_pass', undo_operation_id FROM parcel_pass WHERE undo_operation_id IS NOT NULL
        UNION ALL SELECT 'memo_version', operation_id FROM memo_version
        UNION ALL SELECT 'bypass', operation_id FROM bypass
        UNION ALL SELECT 'shop_case', operation_id FROM shop_case
        UNION ALL SELECT 'shop_case', close_operation_id FROM shop_case WHERE close_operation_id IS NOT NULL
        UNION ALL SELECT 'shop_case', receive_operation_id FROM shop_case WHERE receive_operation_id IS NOT NULL
        UNION ALL SELECT 'case_route', operation_id FROM case_route
        UNION ALL SELECT 'case_event', operation_id FROM case_event
        UNION ALL SELECT 'case_step', operation_id FROM case_step
        UNION ALL SELECT 'case_step', done_operation_id FROM case_step WHERE done_operation_id IS NOT NULL
        UNION ALL SELECT 'bad_review', operation_id FROM bad_review
        UNION ALL SELECT 'compensation', operation_id FROM compensation
        UNION ALL SELECT 'compensation', decide_operation_id FROM compensation WHERE decide_operation_id IS NOT NULL
        UNION ALL SELECT 'violation', operation_id FROM violation
        UNION ALL SELECT 'spot_check', operation_id FROM spot_check
        UNION ALL SELECT 'page_check', operation_id FROM page_check
        UNION ALL SELECT 'page_result', operation_id FROM page_result
        UNION ALL SELECT 'page_waiver', operation_id FROM page_waiver
        UNION ALL SELECT 'page_freeze', operation_id FROM page_freeze
        UNION ALL SELECT 'page_frozen', operation_id FROM page_frozen
        UNION ALL SELECT 'ready_sign', operation_id FROM ready_sign
        UNION ALL SELECT 'playbook_version', operation_id FROM playbook_version
        UNION ALL SELECT 'order_list', operation_id FROM order_list
        UNION ALL SELECT 'list_entry', operation_id FROM list_entry
        UNION ALL SELECT 'shop_order', operation_id FROM shop_order
        UNION ALL SELECT 'order_line', operation_id FROM order_line
        UNION ALL SELECT 'order_todo', operation_id FROM order_todo
        UNION ALL SELECT 'parcel', operation_id FROM parcel
        UNION ALL SELECT 'shop_profile', operation_id FROM shop_profile
        UNION ALL SELECT 'address_version', operation_id FROM address_version
        UNION ALL SELECT 'address_proposal', operation_id FROM address_proposal
        UNION ALL SELECT 'address_proposal', decide_operation_id FROM address_proposal
          WHERE decide_operation_id IS NOT NULL
        UNION ALL SELECT 'address_look', operation_id FROM address_look
        UNION ALL SELECT 'label_reprint', operation_id FROM label_reprint
        UNION ALL SELECT 'promise', operation_id FROM promise
        UNION ALL SELECT 'promise', decide_operation_id FROM promise WHERE decide_operation_id IS NOT NULL
        UNION ALL SELECT 'stock_shop', operation_id FROM stock_shop
        UNION ALL SELECT 'stock_movement', operation_id FROM stock_movement
        UNION ALL SELECT 'stock_line', operation_id FROM stock_line
        UNION ALL SELECT 'stock_snapshot', operation_id FROM stock_snapshot
        UNION ALL SELECT 'stock_count', operation_id FROM stock_count
        UNION ALL SELECT 'stock_publication', operation_id FROM stock_publication
        UNION ALL SELECT 'platform_refund', operation_id FROM platform_refund
        UNION ALL SELECT 'refund', operation_id FROM refund
        UNION ALL SELECT 'refund_batch', operation_id FROM refund_batch
        UNION ALL SELECT 'refund_batch', submit_operation_id FROM refund_batch WHERE submit_operation_id IS NOT NULL
        UNION ALL SELECT 'refund_attempt', operation_id FROM refund_attempt
        UNION ALL SELECT 'refund_chase', operation_id FROM refund_chase
        UNION ALL SELECT 'refund_budget', operation_id FROM refund_budget
        UNION ALL SELECT 'agent', operation_id FROM agent
        UNION ALL SELECT 'agent_account', operation_id FROM agent_account
        UNION ALL SELECT 'rota', operation_id FROM rota
        UNION ALL SELECT 'rota', publish_operation_id FROM rota WHERE publish_operation_id IS NOT NULL
        UNION ALL SELECT 'rota_day', operation_id FROM rota_day
        UNION ALL SELECT 'rota_shift', operation_id FROM rota_shift
        UNION ALL SELECT 'rota_shift', gone_operation_id FROM rota_shift WHERE gone_operation_id IS NOT NULL
        UNION ALL SELECT 'rota_change', operation_id FROM rota_change
        UNION ALL SELECT 'attendance', operation_id FROM attendance
        UNION ALL SELECT 'attendance', out_operation_id FROM attendance WHERE out_operation_id IS NOT NULL
        UNION ALL SELECT 'handover', operation_id FROM handover
        UNION ALL SELECT 'handover', leaving_operation_id FROM handover WHERE leaving_operation_id IS NOT NULL
        UNION ALL SELECT 'handover', coming_operation_id FROM handover WHERE coming_operation_id IS NOT NULL
        UNION ALL SELECT 'script_use', operation_id FROM script_use
        UNION ALL SELECT 'phrase_export', operation_id FROM phrase_export
        UNION ALL SELECT 'faq', operation_id FROM faq
        UNION ALL SELECT 'faq', review_operation_id FROM faq WHERE review_operation_id IS NOT NULL
        UNION ALL SELECT 'faq', publish_operation_id FROM faq WHERE publish_operation_id IS NOT NULL
        UNION ALL SELECT 'concession', operation_id FROM concession
        UNION ALL SELECT 'concession', decide_operation_id FROM concession WHERE decide_operation_id IS NOT NULL
        UNION ALL SELECT 'concession_budget', operation_id FROM concession_budget
        UNION ALL SELECT 'activity_version', operation_id FROM activity_version
        UNION ALL SELECT 'broadcast', operation_id FROM broadcast
        UNION ALL SELECT 'broadcast', end_operation_id FROM broadcast WHERE end_operation_id IS NOT NULL
        UNION ALL SELECT 'broadcast_delivery', operation_id FROM broadcast_delivery
        UNION ALL SELECT 'broadcast_delivery', ack_operation_id FROM broadcast_delivery
          WHERE ack_operation_id IS NOT NULL
        UNION ALL SELECT 'broadcast_step', operation_id FROM broadcast_step
        UNION ALL SELECT 'robot_message', operation_id FROM robot_message
        UNION ALL SELECT 'robot_sending', operation_id FROM robot_sending
        UNION ALL SELECT 'robot_sending', answer_operation_id FROM robot_sending
          WHERE answer_operation_id IS NOT NULL
        UNION ALL SELECT 'robot_pause', operation_id FROM robot_pause
        UNION ALL SELECT 'training_assignment', operation_id FROM training_assignment
        UNION ALL SELECT 'training_requirement', operation_id FROM training_requirement
        UNION ALL SELECT 'training_change', operation_id FROM training_change
        UNION ALL SELECT 'training_exam', operation_id FROM training_exam
        UNION ALL SELECT 'training_exam', answer_operation_id FROM training_exam
          WHERE answer_operation_id IS NOT NULL
        UNION ALL SELECT 'training_pass', operation_id FROM training_pass
        UNION ALL SELECT 'training_pass', end_operation_id FROM training_pass WHERE end_operation_id IS NOT NULL
        UNION ALL SELECT 'hold_override', operation_id FROM hold_override
        UNION ALL SELECT 'hold_override', decide_operation_id FROM hold_override
          WHERE decide_operation_id IS NOT NULL
      ) effect
      WHERE NOT EXISTS (SELECT 1 FROM operation o WHERE o.id = effect.operation_id)
      GROUP BY kind ORDER BY kind
      """
    ) { (table: try $0.text(0), rows: try $0.integer(1)) }
  }
}
