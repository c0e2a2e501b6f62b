public import Store

/// The store's operation, in files that see Foundation's class of the same name too.
public typealias StoreOperation = Operation
