import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// What the server answers a request; `Response` is what the engine answers an event.
typealias HTTPReply = Response

extension HTTPReply {
    static func json(_ status: HTTPResponse.Status, _ value: JSONValue) -> HTTPReply {
        text(status, value.description, type: "application/json")
    }

    static func text(_ status: HTTPResponse.Status, _ text: String, type: String) -> HTTPReply {
        HTTPReply(
            status: status, headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
