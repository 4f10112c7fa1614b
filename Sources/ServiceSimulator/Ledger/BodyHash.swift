import Digest
import JSONText

/// What makes two submissions the same: the canonical body without `client_business_id`.
func bodyHash(_ body: JSONObject) -> String {
  let members = body.members.filter { !$0.key.utf8.elementsEqual("client_business_id".utf8) }
  return SHA256.hash(CanonicalJSON.encode(.object(JSONObject(members)))).hex
}

/// A value on one line, without white space, numbers as they were written.
func compactText(_ value: JSONValue) -> String {
  var json = JSONWriter()
  json.value(value)
  return String(decoding: json.bytes, as: UTF8.self)
}
