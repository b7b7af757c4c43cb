import AWSClient
import ActionKit
import Actions
import ArgumentParser
import ConfigRule
import Deployment
import DynamoDBStore
import Engine
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

            Without a topology the stacks ask for everything when they are created.

            Examples:
              quell synth --playbook Playbooks/default.yaml --topology topology.yaml --out Templates
              quell synth --playbook Playbooks/default.yaml --out /tmp/new --check Templates
            """)

    @Option(name: .long, help: ArgumentHelp("The playbook.", valueName: "file"))
    var playbook: String

    @Option(name: .long, help: ArgumentHelp("Organization, security account, Regions, names.", valueName: "file"))
    var topology: String?

    @Option(name: .long, help: ArgumentHelp("Folder to write to; made when it is not there.", valueName: "folder"))
    var out = "Templates"

    @Flag(name: .long, help: "Write nothing; exit 1 when a file in the folder differs from what would be written.")
    var check = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let playbook = try PlaybookFile.read(playbook)
        let topology = try topology.map { try Topology.read(InputFiles.text($0), file: $0) } ?? Topology()
        var files: [String: String]
        do {
            files = try Synthesis(
                playbook, topology, manifests: ActionRegistry.all.map { $0.manifest }, parts: .ofThisBuild
            ).files
        } catch {
            throw BadInput("\(self.playbook): \(error)")
        }
        files["playbook.json"] = playbook.compiled + "\n"
        let stale = files.keys.sorted().filter { (try? InputFiles.text("\(out)/\($0)")) != files[$0] }
        if !check {
            try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
            for name in stale { try write(files[name] ?? "", "\(out)/\(name)") }
        }
        switch output.output {
        case .json:
            Terminal.line(
                JSONValue.object([
                    check ? "stale" : "written": .array(stale.map(JSONValue.string)),
                    "sizes": .object(files.mapValues { .number("\($0.utf8.count)") }),
                ]).indented)
        case .text:
            for (name, text) in files.sorted(by: { $0.key < $1.key }) {
                let state = !stale.contains(name) ? "unchanged" : check ? "stale" : "written"
                Terminal.line("\(state)  \(out)/\(name)  \(text.utf8.count) bytes")
            }
        }
        if check, !stale.isEmpty {
            Terminal.error("Some files are not what this playbook gives. Run the command without --check.")
            throw ExitStatus.failed
        }
    }

    private func write(_ text: String, _ path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw BadInput("\(path) cannot be written. Is the folder right, and may you write to it?")
        }
    }
}

extension Synthesis.Parts {
    /// What the parts of this build call.
    static let ofThisBuild = Synthesis.Parts(
        engineReads: Responder.engineReads,
        journal: JournalTable.iamActions,
        configRule: OpenSecurityGroupRule.operations)
}
