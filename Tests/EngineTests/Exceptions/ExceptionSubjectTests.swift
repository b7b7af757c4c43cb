import Testing

@testable import Engine

@Suite struct ExceptionSubjectTests {
    private func isMeant(
        _ scope: String, version: String? = nil, tags: [String: String] = Approved.born, arn: String? = Sample.arn
    ) -> Bool {
        ExceptionSubject(arn: arn, tags: tags).isMeant(by: scope, templateVersion: version)
    }

    @Test("an instance that Auto Scaling made is meant by its group, its template, and its own ARN")
    func born() {
        #expect(isMeant(Approved.group))
        #expect(isMeant(Approved.template))
        #expect(isMeant(Approved.template, version: "3"))
        #expect(isMeant(Sample.arn))
    }

    @Test(
        "a group or template of another name, account, Region or partition means other instances",
        arguments: [
            Approved.group + "2", String(Approved.group.dropLast()),
            Approved.group.replacing("111122223333", with: "111122223334"),
            Approved.group.replacing("eu-west-1", with: "eu-west-2"),
            Approved.group.replacing("arn:aws:", with: "arn:aws-cn:"),
            Approved.template + "0", Approved.template.replacing("111122223333", with: "111122223334"),
            Approved.template.replacing("eu-west-1", with: "eu-west-2"), "web", "",
        ])
    func others(_ scope: String) { #expect(!isMeant(scope)) }

    @Test("another version of the template means other instances")
    func version() { #expect(!isMeant(Approved.template, version: "4")) }

    @Test("who launches an instance by hand cannot make it the group's or the template's")
    func byHand() {
        let tags = Approved.born.filter { $0.key != "aws:autoscaling:groupName" }
        #expect(!isMeant(Approved.template, tags: tags))
        #expect(!isMeant(Approved.group, tags: tags))
        #expect(!isMeant(Approved.group, tags: ["autoscaling:groupName": "web"]))
    }

    @Test("groups mean instances only", arguments: ["arn:aws:ec2:eu-west-1:111122223333:volume/vol-1", nil])
    func instancesOnly(_ arn: String?) { #expect(!isMeant(Approved.group, arn: arn)) }
}
