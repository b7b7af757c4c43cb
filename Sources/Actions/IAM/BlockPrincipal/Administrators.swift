import ActionKit
import AWSClient
import Findings
import JSON

/// Who may do everything in an account, by the policy `AdministratorAccess`: directly, or as member of a group.
///
/// Other policies may make administrators too; they are not counted, so that the last one is rather kept than blocked.
struct Administrators {
    /// `user/name` and `role/name`.
    private let names: Set<String>

    init(_ situation: Situation) async throws(AWSError) {
        let policy = "arn:\(situation.finding.partition):iam::aws:policy/AdministratorAccess"
        let answer = try await situation.read(IAM.listEntitiesForPolicy, ["PolicyArn": .string(policy)])
        var names = Set<String>()
        for user in answer["PolicyUsers"]?.array ?? [] { names.insert("user/\(user["UserName"]?.string ?? "")") }
        for role in answer["PolicyRoles"]?.array ?? [] { names.insert("role/\(role["RoleName"]?.string ?? "")") }
        for group in answer["PolicyGroups"]?.array ?? [] {
            for user in try await Self.members(of: group["GroupName"] ?? .null, situation) {
                names.insert("user/\(user["UserName"]?.string ?? "")")
            }
        }
        self.names = names
    }

    /// A group that is deleted meanwhile makes nobody an administrator; it must not read as if the principal were gone.
    private static func members(
        of group: JSONValue, _ situation: Situation
    ) async throws(AWSError) -> [JSONValue] {
        do throws(AWSError) {
            return try await situation.read(IAM.getGroup, ["GroupName": group])["Users"]?.array ?? []
        } catch {
            guard error.kind == .notFound else { throw error }
            return []
        }
    }

    /// Whether nobody is left who may do everything when this one is blocked.
    func isLast(_ identity: Identity) -> Bool { names == ["\(identity.kind.rawValue)/\(identity.name)"] }
}
