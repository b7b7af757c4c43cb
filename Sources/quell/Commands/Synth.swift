import AWSClient
import ActionKit
import Actions
import ArgumentParser
import ConfigRule
import Deployment
import DynamoDBStore
import Engine
import ExceptionAudit
import JSON
import Playbook
import PlaybookText

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `quell synth`: writes everything that is deployed.
struct Synth: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the CloudFormation templates and policies for a playbook and a topology.",
        discussion: """
            Writes security-account.yaml, service-account.yaml, the service control policies, the resource control policy, \
            the tag policy, parameters.json and playbook.json, the compiled playbook for the function's zip. The same input \
            gives the same files. Nothing is deployed.

            With --function, the zip that make lambda wrote, it also writes quell-lambda.zip with this playbook in it.

            Without a topology the stacks ask for everything when they are created.

            Examples:
              quell synth --playbook Playbooks/default.yaml --topology topology.yaml --out Templates
              quell synth --playbook p.yaml --function .build/lambda/quell-lambda.zip --out deploy
              quell synth --playbook Playbooks/default.yaml --out Templates --check
            """)

    @Option(name: .long, help: ArgumentHelp("The playbook.", valueName: "file"))
    var playbook: String

    @Option(name: .long, help: ArgumentHelp("Organization, security account, Regions, names.", valueName: "file"))
    var topology: String?

    @Option(name: .long, help: ArgumentHelp("Folder to write to; made when it is not there.", valueName: "folder"))
    var out = "Templates"

    @Option(
        name: .long, help: ArgumentHelp("Zip with the function's program, as make lambda writes it.", valueName: "file")
    )
    var function: String?

    @Flag(name: .long, help: "Write nothing; exit 1 when a file in the folder differs from what would be written.")
    var check = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let playbook = try PlaybookFile.readWhole(playbook)
        let topology = try topology.map { try Topology.read(InputFiles.text($0), file: $0) } ?? Topology()
        let files = try files(playbook, topology)
        let stale = files.keys.sorted().filter { name in (try? InputFiles.bytes("\(out)/\(name)")) != files[name] }
        if !check {
            try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
            for name in stale { try write(files[name] ?? [], "\(out)/\(name)") }
        }
        switch output.output {
        case .json:
            Terminal.line(
                JSONValue.object([
                    check ? "stale" : "written": .array(stale.map(JSONValue.string)),
                    "sizes": .object(files.mapValues { .number("\($0.count)") }),
                ]).indented)
        case .text:
            for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
                let state = !stale.contains(name) ? "unchanged" : check ? "stale" : "written"
                Terminal.line("\(state)  \(out)/\(name)  \(bytes.count) bytes")
            }
        }
        if check, !stale.isEmpty {
            Terminal.error("Some files are not what this playbook gives. Run the command without --check.")
            throw ExitStatus.failed
        }
    }

    /// The bytes of every file, by name.
    private func files(_ playbook: Playbook, _ topology: Topology) throws -> [String: [UInt8]] {
        let compiled = playbook.compiled + "\n"
        let zip = try package(compiled)
        do throws(SynthesisMistake) {
            var files = try Synthesis(
                playbook, topology, manifests: ActionRegistry.all.map { $0.manifest }, parts: .ofThisBuild
            ).files.mapValues { Array($0.utf8) }
            files[FunctionPackage.playbook] = Array(compiled.utf8)
            files[Names.artifact] = zip
            return files
        } catch {
            throw BadInput("\(self.playbook): \(error)")
        }
    }

    /// The function's zip with the playbook in it; nil without one to put it into.
    private func package(_ compiled: String) throws -> [UInt8]? {
        guard let function else { return nil }
        let zip = try InputFiles.bytes(function)
        do throws(SynthesisMistake) {
            return try FunctionPackage(zip).zip(with: compiled)
        } catch {
            throw BadInput("\(function): \(error)")
        }
    }

    private func write(_ bytes: [UInt8], _ path: String) throws {
        do {
            try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw BadInput("\(path) cannot be written. Is the folder right, and may you write to it?")
        }
    }
}

extension Synthesis.Parts {
    /// What the parts of this build call.
    static let ofThisBuild = Synthesis.Parts(
        engineReads: Responder.engineReads + Sweep.reads,
        audit: ExceptionAudit.operations,
        journal: JournalTable.iamActions,
        configRule: OpenSecurityGroupRule.operations,
        homeReads: Sweep.homeReads)
}
