import ArgumentParser
import Engine

/// `quell exceptions key`: makes a key that signs exception records.
struct ExceptionsKey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Make a private key for signing exception records, and print its public key.",
        discussion: """
            The file is a PEM file as OpenSSL reads and writes it (openssl genpkey -algorithm ed25519), readable for its owner \
            alone. The public key belongs in exceptions.keys of the playbook.

            Example:
              quell exceptions key --out approver.pem
            """)

    @Option(name: .long, help: ArgumentHelp("File to make; it must not be there.", valueName: "file"))
    var out: String

    func run() async throws {
        let key = SigningKey()
        try OutputFile.writeSecret(key.pem, to: out)
        Terminal.line(key.publicText)
    }
}

/// Reads private keys.
enum KeyFile {
    static func read(_ path: String) throws -> SigningKey {
        guard let key = SigningKey(pem: try InputFiles.text(path)) else {
            throw BadInput(
                "\(path) is no private key of Ed25519 in PEM. Make one with: quell exceptions key --out FILE")
        }
        return key
    }
}
