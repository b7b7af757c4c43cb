import JSON
import Testing

@testable import Actions

@Suite struct DenialTests {
    @Test(
        "knows our document however IAM writes it",
        arguments: [
            Identity.document.description,
            "{ \"Version\": \"2012-10-17\", \"Statement\": [ {\"Resource\":\"*\",\"Action\":\"*\",\"Effect\":\"Deny\"} ] }",
        ])
    func knows(_ text: String) {
        #expect(Identity.isDenyAll(text))
    }

    @Test(
        "takes no other document for ours",
        arguments: [
            "", "{}", "%", "%7", "%zz", "%7B", "null",
            Identity.document.description.replacing("Deny", with: "Allow"),
            Identity.document.description.replacing("\"*\"", with: "\"s3:*\""),
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{}}]}"#,
        ])
    func refuses(_ text: String) {
        #expect(!Identity.isDenyAll(text))
    }

    @Test("fits beside other inline policies, which share 2048 characters on a user")
    func isShort() {
        #expect(Identity.document.description.utf8.count < 100)
    }
}
