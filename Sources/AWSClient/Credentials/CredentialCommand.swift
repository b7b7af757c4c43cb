import Subprocess
import SystemPackage

/// Runs a `credential_process` command as the AWS CLI does: split into words, without a shell.
enum CredentialCommand {
    static func run(_ command: String) async -> Result<[UInt8], Surroundings.CommandFailure> {
        // Errors name the program only: what follows it, and what it prints, may hold a password.
        guard let words = words(command) else {
            return .failure(.init(description: "The command has a quote or a backslash at its end that is not closed."))
        }
        guard let program = words.first else { return .failure(.init(description: "The command is empty.")) }
        do {
            let result = try await Subprocess.run(
                program.contains("/") ? .path(FilePath(program)) : .name(program),
                arguments: Arguments(Array(words.dropFirst())), output: .bytes(limit: 65_536),
                error: .discarded)
            guard result.terminationStatus.isSuccess else {
                let why = "\(program) ended with \(result.terminationStatus). Run it by hand to see what it prints."
                return .failure(.init(description: why))
            }
            return .success(result.standardOutput)
        } catch {
            return .failure(.init(description: "\(program) cannot be run: \(error)"))
        }
    }

    /// Words as a POSIX shell splits them, with quotes and backslashes but without expansions; nil for an open quote.
    static func words(_ text: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                // Between double quotes a backslash escapes only what means something there.
                if quote == "\"", !"\"\\$`".contains(character) { word = (word ?? "") + "\\" }
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character == " " || character == "\t" {
                if let ended = word { words.append(ended) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let ended = word { words.append(ended) }
        return quote == nil && !isEscaped ? words : nil
    }
}
