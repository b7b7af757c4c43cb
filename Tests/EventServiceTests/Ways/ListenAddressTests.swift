import Testing

@testable import EventService

@Suite("Where to listen") struct ListenAddressTests {
    @Test(
        "is a host and a port",
        arguments: [
            ("127.0.0.1:8642", "127.0.0.1", 8642), ("[::1]:0", "::1", 0), ("localhost:65535", "localhost", 65535),
        ])
    func reads(text: String, host: String, port: Int) {
        let address = ListenAddress(text)
        #expect(address?.host == host && address?.port == port)
    }

    @Test("is nothing else", arguments: ["", "8642", ":8642", "host", "host:", "host:65536", "::1:80", "host:-1"])
    func refuses(text: String) {
        #expect(ListenAddress(text) == nil)
    }
}
