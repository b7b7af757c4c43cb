import JSON
import Testing

@testable import AWSClient

@Suite struct OperationAnswerTests {
    @Test(
        "botocore reads the same in the answers",
        arguments: [
            ("generated-answers.jsonl", 220), ("recorded-answers.jsonl", 88),
        ])
    func sameAsBotocore(_ file: String, _ atLeast: Int) throws {
        let lines = try Fixture(file).lines
        #expect(lines.count >= atLeast)
        for line in lines { try compare(line) }
    }

    private func compare(_ line: JSONValue) throws {
        let operation = try #require(Operation.named(try line.text("operation")))
        let expected = try #require(line["expected"])
        let context = Comment(rawValue: "\(operation.id): \(try line.text("body"))")
        let response = HTTPResponse(
            status: try #require(line["status"]?.int),
            headers: try #require(line["headers"]?.object).map { HTTPHeader($0.key, $0.value.string ?? "") },
            body: Array(try line.text("body").utf8)
        )
        do throws(AWSError) {
            let answer = try operation.answer(response)
            #expect(answer == expected, context)
        } catch {
            // Without a body botocore makes a code of the status.
            #expect(error.code == expected["code"]?.string || error.code == nil && response.body.isEmpty, context)
            #expect(error.message == expected["message"]?.string || response.body.isEmpty, context)
            #expect(error.status == response.status, context)
            #expect([.notFound, .alreadyExists].contains(error.kind), context)
        }
    }

    @Test(
        "an answer that is not what the model says is refused by name",
        arguments: [
            ("ec2:DescribeVpcs", "", "not XML"),
            ("ec2:CreateTags", "<html><body>Welcome</body></html>", "its root is <html>"),
            ("iam:AttachUserPolicy", "", "not XML"),
            ("ssm:StartAutomationExecution", "<html/>", "not JSON"),
            ("guardduty:ArchiveFindings", "<html/>", "not JSON"),
            ("ec2:DescribeVpcs", "<html><br></html>", "not XML"),
            (
                "ec2:DescribeVpcs",
                "<DescribeVpcsResponse><vpcSet><item><isDefault>yes</isDefault></item></vpcSet></DescribeVpcsResponse>",
                "Vpcs[0].IsDefault"
            ),
            (
                "ec2:DescribeVolumes",
                "<DescribeVolumesResponse><volumeSet><item><size>1.5</size></item></volumeSet></DescribeVolumesResponse>",
                "Volumes[0].Size"
            ),
            (
                "ec2:DescribeVolumes",
                "<DescribeVolumesResponse><volumeSet><item><size/></item></volumeSet></DescribeVolumesResponse>",
                "Volumes[0].Size"
            ),
            (
                "ec2:DescribeVolumes",
                "<DescribeVolumesResponse><volumeSet><item><createTime>now</createTime></item></volumeSet></DescribeVolumesResponse>",
                "Volumes[0].CreateTime"
            ),
            ("iam:GetUserPolicy", "<GetUserPolicyResponse/>", "<GetUserPolicyResult>"),
            (
                "iam:GetUserPolicy",
                "<GetUserPolicyResponse><GetUserPolicyResult><PolicyDocument>%7</PolicyDocument></GetUserPolicyResult></GetUserPolicyResponse>",
                "PolicyDocument"
            ),
            ("ssm:StartAutomationExecution", "[]", "the whole is not an object"),
            ("ssm:StartAutomationExecution", "{", "not JSON"),
            ("ssm:StartAutomationExecution", #"{"AutomationExecutionId": 1}"#, "AutomationExecutionId is not a string"),
            ("guardduty:GetFindings", #"{"findings": {}}"#, "Findings is not a list"),
            ("guardduty:GetFindings", #"{"findings": [{"severity": 1e999}]}"#, "Findings[0].Severity"),
            ("guardduty:GetFindings", #"{"findings": [{"service": {"count": 1.5}}]}"#, "Findings[0].Service.Count"),
            ("guardduty:GetFindings", #"{"findings": [{"service": {"count": 1e30}}]}"#, "Findings[0].Service.Count"),
        ])
    func unreadable(_ id: String, _ body: String, _ message: String) throws {
        let operation = try #require(Operation.named(id))
        let error = #expect(throws: AWSError.self) {
            try operation.answer(HTTPResponse(status: 200, body: Array(body.utf8)))
        }
        #expect(error?.kind == .unreadableAnswer)
        #expect(error?.operation == id)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test("no prefix of an answer traps")
    func truncated() throws {
        for file in ["generated-answers.jsonl", "recorded-answers.jsonl"] {
            for line in try Fixture(file).lines {
                let operation = try #require(Operation.named(try line.text("operation")))
                let body = Array(try line.text("body").utf8)
                for length in stride(from: 0, to: body.count, by: max(1, body.count / 20)) {
                    do throws(AWSError) {
                        _ = try operation.answer(HTTPResponse(status: 200, body: Array(body[..<length])))
                    } catch {
                        #expect(error.kind == .unreadableAnswer)
                    }
                }
            }
        }
    }
}
