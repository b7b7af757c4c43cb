import ArgumentParser

@main struct Quell: AsyncParsableCommand {
    func run() async throws {}
}
