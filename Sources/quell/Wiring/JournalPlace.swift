import AWSClient
import DynamoDBStore
import Engine
import JSON
import SQLiteStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where a journal is, as `--journal` names it.
enum JournalPlace {
    case file(String)
    /// `region` is that of the caller when it is nil.
    case table(String, region: String?)

    private static let scheme = "dynamodb:"

    init(_ text: String) throws {
        guard text.hasPrefix(Self.scheme) else {
            guard !text.isEmpty else { throw BadInput("--journal is empty. Name a file, or dynamodb:TABLE.") }
            self = .file(text)
            return
        }
        let parts = text.dropFirst(Self.scheme.count).split(separator: "/", omittingEmptySubsequences: false)
        let table = String(parts.last ?? "")
        guard parts.count <= 2, Self.isTableName(table) else {
            throw BadInput(
                "\"\(text)\" names no DynamoDB table: a name has 3 to 255 letters, digits, \"_\", \"-\" and \".\". "
                    + "Write dynamodb:TABLE or dynamodb:REGION/TABLE, such as dynamodb:eu-central-1/quell-journal.")
        }
        self = .table(table, region: parts.count == 2 ? String(parts[0]) : nil)
        guard case .table(_, let region?) = self else { return }
        do throws(AWSError) {
            _ = try Partition(region: region)
        } catch {
            throw BadInput("--journal \(text): \(error.message)")
        }
    }

    /// The rule of DynamoDB's CreateTable.
    private static func isTableName(_ name: String) -> Bool {
        (3...255).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    /// The journal, for writing; a file is made when there is none, a table must be there.
    func open(_ connection: Connection, _ surroundings: Surroundings) throws -> any Journal {
        switch self {
        case .file(let path): try SQLiteJournal(path: path)
        case .table(let name, let region):
            DynamoDBJournal(
                client: connection.home, table: name, region: region ?? connection.region, surroundings: surroundings)
        }
    }

    /// The journal for a look ahead, which must not make a file.
    func openForPlans(_ connection: Connection, _ surroundings: Surroundings) throws -> any Journal {
        if case .file(let path) = self, !Self.exists(path) { return try SQLiteJournal.empty() }
        return try open(connection, surroundings)
    }

    /// Reads a journal that must be there; AWS is only reached for a table.
    func read<Answer>(
        _ caller: CallerOptions, _ answer: (any Journal) async throws -> Answer
    ) async throws -> Answer {
        if case .file(let path) = self, !Self.exists(path) {
            throw BadInput("There is no journal at \(path). Name one with --journal.")
        }
        return try await use(caller, answer)
    }

    /// The journal for a note in it, without anything else of AWS; a file is made when there is none.
    func use<Answer>(
        _ caller: CallerOptions, _ answer: (any Journal) async throws -> Answer
    ) async throws -> Answer {
        if case .file(let path) = self {
            return try await answer(SQLiteJournal(path: path))
        }
        let connection = try Connection(caller.reach, surroundings: .process, transport: AsyncHTTPTransport())
        do {
            let answer = try await answer(open(connection, .process))
            await connection.shutDown()
            return answer
        } catch {
            await connection.shutDown()
            throw error
        }
    }

    /// Writes to a journal, a file being made when there is none.
    ///
    /// `body` is told who writes: for a table whom AWS takes the caller for, for a file the user of this machine.
    func write<Answer>(
        _ caller: CallerOptions, _ body: (any Journal, _ person: String) async throws -> Answer
    ) async throws -> Answer {
        if case .file(let path) = self { return try await body(SQLiteJournal(path: path), Person.name) }
        let connection = try Connection(caller.reach, surroundings: .process, transport: AsyncHTTPTransport())
        do {
            let identity = try await connection.home.call(STS.getCallerIdentity, region: connection.region)
            guard let person = identity["Arn"]?.string else {
                throw AWSError(
                    kind: .unreadableAnswer, operation: STS.getCallerIdentity.id, message: "The answer names nobody.")
            }
            let answer = try await body(open(connection, .process), person)
            await connection.shutDown()
            return answer
        } catch {
            await connection.shutDown()
            throw error
        }
    }

    private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
