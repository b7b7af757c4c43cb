import AWSClient
import JSON
import Testing

@testable import ExceptionAudit

@Suite struct OrganizationAccountsTests {
    @Test("only active accounts are read, and the others are told")
    func active() throws {
        let accounts = try OrganizationAccounts([
            "Accounts": [
                ["Id": "3", "Name": "c", "Status": "SUSPENDED"], ["Id": "2", "State": "ACTIVE", "Status": "SUSPENDED"],
                ["Id": "1"], ["Id": "4", "Name": "d", "State": "PENDING_CLOSURE", "Status": "ACTIVE"],
            ]
        ])
        #expect(accounts.active == ["1", "2"])
        #expect(accounts.leftOut.map(\.account) == ["3", "4"])
        #expect(accounts.leftOut.map(\.state) == ["SUSPENDED", "PENDING_CLOSURE"])
    }

    @Test("an account without an id is an error")
    func nameless() {
        #expect(throws: AWSError.self) { try OrganizationAccounts(["Accounts": [["Name": "x"]]]) }
    }
}
