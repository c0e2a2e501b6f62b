/// Where a robot listens, and the secret that its texts are signed with; both stay out of every log and message.
public struct RobotAccount: Sendable, Decodable {
  let url: String
  /// Empty or absent where the platform asks for none.
  let secret: String?

  public init(url: String, secret: String?) {
    self.url = url
    self.secret = secret
  }
}
