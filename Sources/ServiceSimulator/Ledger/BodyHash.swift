import Digest
import JSONText

/// The hash of the canonical body without `client_business_id`, at the top and in `metadata`: two
/// submissions of one job have the same.
func bodyHash(_ body: JSONObject) -> String {
  var members = withoutKey(body.members)
  for (index, member) in members.enumerated() where member.key == "metadata" {
    guard let metadata = member.value.object else { continue }
    members[index].value = .object(JSONObject(withoutKey(metadata.members)))
  }
  return SHA256.hash(CanonicalJSON.encode(.object(JSONObject(members)))).hex
}

private func withoutKey(
  _ members: [(key: String, value: JSONValue)]
) -> [(key: String, value: JSONValue)] {
  members.filter { !$0.key.utf8.elementsEqual("client_business_id".utf8) }
}

/// A value on one line, without white space, numbers as they were written.
func compactText(_ value: JSONValue) -> String {
  var json = JSONWriter()
  json.value(value)
  return String(decoding: json.bytes, as: UTF8.self)
}
