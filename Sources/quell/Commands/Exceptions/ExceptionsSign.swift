import ArgumentParser
import Engine
import JSON

/// `quell exceptions sign`: signs a file of records as it is.
struct ExceptionsSign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign a file of exception records, once it has been read and found right.",
        discussion: """
            Writes FILE.sig, the signature in base64. The same with OpenSSL:
              openssl pkeyutl -sign -rawin -inkey approver.pem -in exceptions.json | base64 -w0 > exceptions.json.sig

            Example:
              quell exceptions sign exceptions.json --key approver.pem
            """)

    @Option(name: .long, help: ArgumentHelp("Private key to sign with.", valueName: "file"))
    var key: String

    @Argument(help: "The file of records.")
    var file: String

    func run() async throws {
        try RecordFile.sign(file, with: KeyFile.read(key))
        Terminal.line("\(file)\(ExceptionFile.signatureSuffix) is written.")
    }
}
