import Vocabulary

/// Ours, not ArgumentParser's type of the same name.
typealias ExitCode = Vocabulary.ExitCode
