import Testing

@testable import EventService

@Suite("A queue's address") struct QueueAddressTests {
    @Test(
        "names its Region, or is in the caller's",
        arguments: [
            ("https://sqs.eu-west-1.amazonaws.com/999988887777/events", "eu-west-1"),
            ("https://sqs.cn-north-1.amazonaws.com.cn/999988887777/events", "cn-north-1"),
            ("http://127.0.0.1:5000/999988887777/events", "us-east-1"), ("nonsense", "us-east-1"),
        ])
    func region(url: String, region: String) {
        #expect(QueueAddress(url, else: "us-east-1").region == region)
    }
}
