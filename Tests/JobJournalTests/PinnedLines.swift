/// The lines of ``Sample/records`` as they are in a journal, after its first line. The format is
/// final: a line here is changed only together with the format's number.
enum PinnedLines {
  static let header = #"""
    {"n":1,"type":"journal","format":2,"generation":1,"service":"simulator","salt":"9f",\#
    "at":"2026-11-23T02:00:00.000Z","crc32c":"b129857c"}
    """#

  /// The first line of the first versions; their records are those of format 2.
  static let headerOfFormat1 = #"""
    {"n":1,"type":"journal","format":1,"generation":1,"service":"simulator","salt":"9f",\#
    "at":"2026-11-23T02:00:00.000Z","crc32c":"1ea86f50"}
    """#

  /// One line a record, but for the states of ``Sample/phases``.
  static let events = [
    #"""
    {"n":2,"at":"2026-11-23T02:00:01.000Z","type":"named","job":"sku-001","stem":"sku-001",\#
    "crc32c":"dbc97697"}
    """#,
    #"""
    {"n":3,"at":"2026-11-23T02:00:01.000Z","type":"obstructed","job":"sku-001",\#
    "fingerprint":"00000000000000000000000000000004",\#
    "code":"upload_refused","message":"Image too large","retryable":false,"crc32c":"41191320"}
    """#,
    #"""
    {"n":4,"at":"2026-11-23T02:00:01.000Z","type":"intent","job":"sku-001","attempt":1,\#
    "key":"key-1","carries_key":true,"account":"account-1","run":"run-1",\#
    "fingerprint":"00000000000000000000000000000001","mode":"image_to_video",\#
    "resolution":"720p","duration":5,"audio":false,"sources_sum":1,"prompt_sum":2,\#
    "metadata_sum":3,"amount":0.75,"reason":"new","crc32c":"90e5e6c5"}
    """#,
    #"""
    {"n":5,"at":"2026-11-23T02:00:01.000Z","type":"intent","job":"sku-001","attempt":2,\#
    "key":"wb-2","carries_key":false,"account":"","run":"r",\#
    "fingerprint":"0123456789abcdef0123456789abcdef","mode":"reference_video",\#
    "resolution":"1080p","duration":15,"audio":true,"watermark":false,"sources_sum":0,\#
    "prompt_sum":4294967295,"metadata_sum":7,"amount":null,\#
    "reason":"request changed: duration 5 → 10","crc32c":"0a53e321"}
    """#,
    #"""
    {"n":6,"at":"2026-11-23T02:00:01.000Z","type":"accepted","job":"sku-001","attempt":1,\#
    "task":"video_01K2ABJPQ9A0Z6JZ3V8M9W6PZ","crc32c":"66b7c326"}
    """#,
    #"""
    {"n":7,"at":"2026-11-23T02:00:01.000Z","type":"refused","job":"sku-001","attempt":1,\#
    "code":"content_policy_violation","message":"内容违规 \"x\"\n","http_status":422,\#
    "retryable":false,"crc32c":"ded4bf93"}
    """#,
    #"""
    {"n":8,"at":"2026-11-23T02:00:01.000Z","type":"withdrawn","job":"sku-001","attempt":1,\#
    "reason":"never reached the service","crc32c":"a1d37176"}
    """#,
    #"""
    {"n":9,"at":"2026-11-23T02:00:01.000Z","type":"doubted","job":"sku-001","attempt":1,\#
    "reason":"no answer","crc32c":"e3172e13"}
    """#,
    #"""
    {"n":10,"at":"2026-11-23T02:00:01.000Z","type":"doubted","job":"sku-001","attempt":1,\#
    "reason":"404","task":"video_01K2ABJPQ9A0Z6JZ3V8M9W6PZ","crc32c":"3fe86925"}
    """#,
    #"""
    {"n":11,"at":"2026-11-23T02:00:01.000Z","type":"abandoned","job":"sku-001","attempt":1,\#
    "crc32c":"49de8e92"}
    """#,
    #"""
    {"n":12,"at":"2026-11-23T02:00:01.000Z","type":"failed","job":"sku-001","attempt":1,\#
    "code":null,"message":"it ended","retryable":true,"crc32c":"97eab573"}
    """#,
    #"""
    {"n":13,"at":"2026-11-23T02:00:01.000Z","type":"completed","job":"sku-001","attempt":1,\#
    "url":"https://files.example.com/v.mp4","expires_at":"2026-11-24T02:00:00.000Z",\#
    "completed_at":"2026-11-23T02:01:00.000Z","crc32c":"6f07510d"}
    """#,
    #"""
    {"n":14,"at":"2026-11-23T02:00:01.000Z","type":"completed","job":"sku-001","attempt":1,\#
    "url":"https://f/v","crc32c":"6e5454b7"}
    """#,
    #"""
    {"n":15,"at":"2026-11-23T02:00:01.000Z","type":"fetched","job":"sku-001","attempt":1,\#
    "path":"videos/job-1.mp4","bytes":50000,\#
    "sha256":"abababababababababababababababababababababababababababababababab","width":1280,\#
    "height":720,"duration":5.040,"audio":false,"crc32c":"9919d11f"}
    """#,
    #"""
    {"n":16,"at":"2026-11-23T02:00:01.000Z","type":"fetched","job":"sku-001","attempt":2,\#
    "path":"videos/job-1.mp4","bytes":50000,\#
    "sha256":"abababababababababababababababababababababababababababababababab","width":1280,\#
    "height":720,"duration":5.040,"audio":true,"warnings":["4.2 s long, paid for 5 s"],\#
    "replaced":"versions/sku-001.1.mp4","crc32c":"55569e02"}
    """#,
    #"""
    {"n":17,"at":"2026-11-23T02:00:01.000Z","type":"lost","job":"sku-001","attempt":1,\#
    "reason":"its URL expired","crc32c":"f336d25d"}
    """#,
    #"""
    {"n":18,"at":"2026-11-23T02:00:01.000Z","type":"moved","job":"sku-001","attempt":1,\#
    "path":"versions/sku-001.1.mp4","in_place":false,"crc32c":"d6b7192f"}
    """#,
    #"""
    {"n":19,"at":"2026-11-23T02:00:01.000Z","type":"moved","job":"sku-001","attempt":1,\#
    "path":"videos/sku-001.mp4","in_place":true,"crc32c":"269cb1c5"}
    """#,
    #"""
    {"n":20,"at":"2026-11-23T02:00:00.000Z","type":"run","id":"run-1","settings":["--tier=vip",\#
    "--max-cost=10"],"crc32c":"8564fc43"}
    """#,
    #"""
    {"n":21,"at":"2026-11-23T02:00:00.000Z","type":"run_ended","id":"run-1","exit_code":143,\#
    "crc32c":"a5a4e658"}
    """#,
    #"""
    {"n":22,"at":"2026-11-23T02:00:00.000Z","type":"rebound",\#
    "service":"https://mirror.example.com:8443","crc32c":"03c90b50"}
    """#,
    #"""
    {"n":23,"at":"2026-11-23T02:00:00.000Z","type":"upload","sha256":"ab12",\#
    "url":"https://f/u.jpg?a=1&b=2","crc32c":"1a417945"}
    """#,
    #"""
    {"n":24,"at":"2026-11-23T02:00:00.000Z","type":"key_policy","policy":"unknown",\#
    "crc32c":"1ccffece"}
    """#,
    #"""
    {"n":25,"at":"2026-11-23T02:00:00.000Z","type":"key_policy","policy":"accepted",\#
    "crc32c":"17dd337d"}
    """#,
    #"""
    {"n":26,"at":"2026-11-23T02:00:00.000Z","type":"key_policy","policy":"refused",\#
    "crc32c":"bd32b7d3"}
    """#,
    #"""
    {"n":27,"at":"2026-11-23T02:00:00.000Z","type":"state","job":"é\u0000😀","withdrawn":0,\#
    "charges":[],"older":[],"crc32c":"513d76ea"}
    """#,
  ]

  /// A whole state; its phase is the fourth of ``Sample/phases``.
  static let state = #"""
    {"n":31,"at":"2026-11-23T02:00:09.000Z","type":"state","job":"sku-001","stem":"sku-001",\#
    "withdrawn":1,"obstacle":{"fingerprint":"00000000000000000000000000000004",\#
    "at":"2026-11-23T02:00:08.000Z","code":"generation_failed","message":"the picture was refused",\#
    "retryable":true},"latest":{"attempt":3,"key":"key-3","carries_key":true,\#
    "account":"account-1","run":"run-1","fingerprint":"00000000000000000000000000000001",\#
    "mode":"image_to_video","resolution":"720p","duration":5,"audio":false,"sources_sum":1,\#
    "prompt_sum":2,"metadata_sum":3,"amount":0.75,"reason":"new",\#
    "submitted_at":"2026-11-23T02:00:05.000Z","changed_at":"2026-11-23T02:00:06.000Z",\#
    "phase":"accepted","task":"video_01K2ABJPQ9A0Z6JZ3V8M9W6PZ"},"charges":[{"attempt":1,\#
    "task":"video_1","resolution":"720p","audio":false,"seconds":5,"amount":0.75,\#
    "at":"2026-11-23T02:00:00.000Z","run":"run-1","reason":"new","certain":true},{"attempt":2,\#
    "resolution":"720p","audio":false,"seconds":5,"amount":null,"at":"2026-11-23T02:00:00.000Z",\#
    "run":"run-1","reason":"new","certain":false}],"video":{"attempt":2,"task":"video_2",\#
    "fingerprint":"00000000000000000000000000000001","submitted_at":"2026-11-23T02:00:00.000Z",\#
    "url":"https://files.example.com/v.mp4","completed_at":"2026-11-23T02:01:00.000Z",\#
    "path":"videos/job-1.mp4","bytes":50000,\#
    "sha256":"abababababababababababababababababababababababababababababababab","width":1280,\#
    "height":720,"duration":5.040,"audio":false},"older":[{"attempt":1,"task":"video_1",\#
    "fingerprint":"00000000000000000000000000000001","submitted_at":"2026-11-23T02:00:00.000Z",\#
    "url":"https://files.example.com/v.mp4","expires_at":"2026-11-24T02:00:00.000Z",\#
    "completed_at":"2026-11-23T02:01:00.000Z","path":"versions/sku-001.1.mp4","bytes":50000,\#
    "sha256":"abababababababababababababababababababababababababababababababab","width":1280,\#
    "height":720,"duration":5.040,"audio":false,"warnings":["small"]}],"crc32c":"43b34413"}
    """#

  /// How each of ``Sample/phases`` ends the member `latest`.
  static let phases = [
    #"""
    "phase":"intended"
    """#,
    #"""
    "phase":"in_doubt","why":"no answer"
    """#,
    #"""
    "phase":"in_doubt","task":"video_01K2ABJPQ9A0Z6JZ3V8M9W6PZ","why":"404"
    """#,
    #"""
    "phase":"accepted","task":"video_01K2ABJPQ9A0Z6JZ3V8M9W6PZ"
    """#,
    #"""
    "phase":"completed","task":"video_01K2ABJPQ9A0Z6JZ3V8M9W6PZ",\#
    "url":"https://files.example.com/v.mp4","expires_at":"2026-11-24T02:00:00.000Z",\#
    "completed_at":"2026-11-23T02:01:00.000Z"
    """#,
    #"""
    "phase":"fetched","task":"video_01K2ABJPQ9A0Z6JZ3V8M9W6PZ"
    """#,
    #"""
    "phase":"failed","code":"generation_failed","message":"the model gave up","http_status":400,\#
    "retryable":true
    """#,
    #"""
    "phase":"failed","task":"video_01K2ABJPQ9A0Z6JZ3V8M9W6PZ","code":"generation_failed",\#
    "message":"the model gave up","retryable":true
    """#,
    #"""
    "phase":"withdrawn","why":"never reached the service"
    """#,
    #"""
    "phase":"lost","task":"video_01K2ABJPQ9A0Z6JZ3V8M9W6PZ","why":"expired"
    """#,
    #"""
    "phase":"abandoned"
    """#,
  ]

  /// ``Sample/laterRecords``, each as line 2.
  static let later = [
    #"""
    {"n":2,"at":"2026-11-23T02:00:01.000Z","type":"refetched","job":"sku-001","attempt":1,\#
    "path":"videos/job-1.mp4","bytes":50000,\#
    "sha256":"abababababababababababababababababababababababababababababababab",\#
    "width":1280,"height":720,"duration":5.040,"audio":false,\#
    "url":"https://files.example.com/v.mp4","expires_at":"2026-11-24T02:00:00.000Z",\#
    "completed_at":"2026-11-23T02:01:00.000Z","crc32c":"0b57adc1"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:01.000Z","type":"refetched","job":"sku-001","attempt":2,\#
    "path":"videos/job-1.mp4","bytes":50000,\#
    "sha256":"abababababababababababababababababababababababababababababababab",\#
    "width":1280,"height":720,"duration":5.040,"audio":false,"warnings":["small"],\#
    "url":"https://f/v","replaced":"versions/sku-001.1.mp4","crc32c":"bdcbc168"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:00.000Z","type":"remembered","submissions":[],\#
    "witnesses":[],"crc32c":"a8b28627"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:00.000Z","type":"remembered",\#
    "submissions":["2026-11-23T02:00:01.000Z","2026-11-23T02:00:02.000Z"],\#
    "witnesses":[{"job":"sku-001","account":"account-1","mode":"image_to_video",\#
    "key":"wb-1","task":"video_01K2ABJPQ9A0Z6JZ3V8M9W6PZ",\#
    "submitted_at":"2026-11-23T02:00:03.000Z"}],"crc32c":"fc859d4b"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:00.000Z","type":"state","job":"sku-001","withdrawn":0,"adoptions":2,\#
    "past_tasks":["video_01K2ABJPQ9A0Z6JZ3V8M9W6PZ","video_0"],"charges":[],"older":[],\#
    "crc32c":"4f6e3239"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:01.000Z","type":"adopted","job":"sku-001",\#
    "from":"sku-000","video":{"attempt":-1,"task":"video_1",\#
    "fingerprint":"00000000000000000000000000000001",\#
    "submitted_at":"2026-11-23T02:00:00.000Z","url":"https://files.example.com/v.mp4",\#
    "expires_at":"2026-11-24T02:00:00.000Z","completed_at":"2026-11-23T02:01:00.000Z",\#
    "path":"videos/job-1.mp4","bytes":50000,\#
    "sha256":"abababababababababababababababababababababababababababababababab",\#
    "width":1280,"height":720,"duration":5.040,"audio":false},"crc32c":"00958ec9"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:01.000Z","type":"adopted","job":"sku-001",\#
    "from":"sku-000","video":{"attempt":-2,"task":"video_1",\#
    "fingerprint":"00000000000000000000000000000001",\#
    "submitted_at":"2026-11-23T02:00:00.000Z","url":"https://files.example.com/v.mp4",\#
    "completed_at":"2026-11-23T02:01:00.000Z","path":"videos/job-1.mp4","bytes":50000,\#
    "sha256":"abababababababababababababababababababababababababababababababab",\#
    "width":1280,"height":720,"duration":5.040,"audio":false},\#
    "replaced":"versions/sku-001.-1.mp4","crc32c":"9718220c"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:01.000Z","type":"released","job":"sku-001","attempt":-1,\#
    "crc32c":"d484699d"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:01.000Z","type":"fetched","job":"sku-001","attempt":1,\#
    "path":"videos/job-1.mp4","bytes":50000,\#
    "sha256":"abababababababababababababababababababababababababababababababab",\#
    "width":1280,"height":720,"duration":5.040,"audio":false,\#
    "modified_at":"2026-11-23T02:00:07.000Z","crc32c":"b7004614"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:01.000Z","type":"intent","job":"sku-001","attempt":2,\#
    "key":"key-2","carries_key":true,"account":"account-1","run":"run-1",\#
    "fingerprint":"00000000000000000000000000000001","mode":"image_to_video",\#
    "resolution":"720p","duration":5,"audio":false,"sources_sum":1,"prompt_sum":2,\#
    "metadata_sum":3,"amount":0.75,"reason":"new","gives_up":true,"crc32c":"2b14c177"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:00.000Z","type":"state","job":"sku-001","withdrawn":0,\#
    "latest":{"attempt":2,"key":"key-2","carries_key":true,"account":"account-1",\#
    "run":"run-1","fingerprint":"00000000000000000000000000000001",\#
    "mode":"image_to_video","resolution":"720p","duration":5,"audio":false,\#
    "sources_sum":1,"prompt_sum":2,"metadata_sum":3,"amount":0.75,"reason":"new",\#
    "gives_up":true,"submitted_at":"2026-11-23T02:00:02.000Z",\#
    "changed_at":"2026-11-23T02:00:02.000Z","phase":"intended"},\#
    "supplanted":{"attempt":1,"key":"key-1","carries_key":true,"account":"account-1",\#
    "run":"run-1","fingerprint":"00000000000000000000000000000001",\#
    "mode":"image_to_video","resolution":"720p","duration":5,"audio":false,\#
    "sources_sum":1,"prompt_sum":2,"metadata_sum":3,"amount":0.75,"reason":"new",\#
    "submitted_at":"2026-11-23T02:00:01.000Z","changed_at":"2026-11-23T02:00:01.000Z",\#
    "phase":"in_doubt","why":"no answer"},\#
    "charges":[{"attempt":1,"resolution":"720p","audio":false,"seconds":5,"amount":0.75,\#
    "at":"2026-11-23T02:00:00.000Z","run":"run-1","reason":"new","certain":false}],\#
    "older":[],"crc32c":"30980590"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:00.000Z","type":"taught","requests":"query",\#
    "account":"account-1","crc32c":"15c11c64"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:00.000Z","type":"taught","requests":"submit",\#
    "account":"account-1","limit":300,"refused_at":"2026-11-23T02:00:01.000Z",\#
    "peak_rate":4.25,"closed_until":"2026-11-23T02:00:09.000Z","crc32c":"3a92d01e"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:01.000Z","type":"intent","job":"sku-001","attempt":1,\#
    "key":"key-1","carries_key":true,"account":"account-1","run":"run-1",\#
    "fingerprint":"00000000000000000000000000000001","mode":"image_to_video",\#
    "resolution":"720p","duration":5,"audio":false,"sources_sum":1,"prompt_sum":2,\#
    "metadata_sum":3,"amount":0.75,"reason":"new","boot":"b0b0b0b0b0b0b0b0",\#
    "uptime_ms":86400001,"crc32c":"fce463da"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:00.000Z","type":"remembered","submissions":[],\#
    "witnesses":[{"job":"sku-001","account":"account-1","mode":"reference_video",\#
    "key":"wb-1","task":"video_01K2ABJPQ9A0Z6JZ3V8M9W6PZ",\#
    "submitted_at":"2026-11-23T02:00:03.000Z","boot":"b0b0b0b0b0b0b0b0","uptime_ms":7}],\#
    "crc32c":"d45bb1fe"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:00.000Z","type":"state","job":"sku-001","withdrawn":0,\#
    "latest":{"attempt":3,"key":"key-3","carries_key":true,"account":"account-1",\#
    "run":"run-1","fingerprint":"00000000000000000000000000000001","mode":"image_to_video",\#
    "resolution":"720p","duration":5,"audio":false,"sources_sum":1,"prompt_sum":2,\#
    "metadata_sum":3,"amount":0.75,"reason":"new","gives_up":true,\#
    "submitted_at":"2026-11-23T02:00:03.000Z","changed_at":"2026-11-23T02:00:03.000Z",\#
    "phase":"intended"},"supplanted":{"attempt":2,"key":"key-2","carries_key":true,\#
    "account":"account-1","run":"run-1","fingerprint":"00000000000000000000000000000001",\#
    "mode":"image_to_video","resolution":"720p","duration":5,"audio":false,"sources_sum":1,\#
    "prompt_sum":2,"metadata_sum":3,"amount":0.75,"reason":"new",\#
    "submitted_at":"2026-11-23T02:00:01.000Z","changed_at":"2026-11-23T02:00:01.000Z",\#
    "phase":"in_doubt","why":"no answer"},"supplanted_before":[{"attempt":1,"key":"key-1",\#
    "carries_key":true,"account":"account-1","run":"run-1",\#
    "fingerprint":"00000000000000000000000000000001","mode":"image_to_video",\#
    "resolution":"720p","duration":5,"audio":false,"sources_sum":1,"prompt_sum":2,\#
    "metadata_sum":3,"amount":0.75,"reason":"new","submitted_at":"2026-11-23T02:00:01.000Z",\#
    "changed_at":"2026-11-23T02:00:01.000Z","phase":"in_doubt","why":"no answer"}],\#
    "charges":[],"older":[],"crc32c":"a1222e43"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:00.000Z","type":"state","job":"sku-001","withdrawn":0,\#
    "latest":{"attempt":3,"key":"key-3","carries_key":true,"account":"account-1",\#
    "run":"run-1","fingerprint":"00000000000000000000000000000001",\#
    "mode":"image_to_video","resolution":"720p","duration":5,"audio":false,\#
    "sources_sum":1,"prompt_sum":2,"metadata_sum":3,"amount":0.75,"reason":"new",\#
    "submitted_at":"2026-11-23T02:00:02.000Z","changed_at":"2026-11-23T02:00:02.000Z",\#
    "phase":"failed","task":"video_01K2ABJPQ9A0Z6JZ3V8M9W6PZ","code":"generation_failed",\#
    "message":"the model gave up","retryable":false,"repeated":true},\#
    "earlier_failure":{"code":"generation_failed","message":"the model gave up",\#
    "fingerprint":"00000000000000000000000000000001","run":"run-0","runs":2},\#
    "charges":[],"older":[],"crc32c":"3b87a9d8"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:00.000Z","type":"state","job":"sku-001","withdrawn":0,\#
    "earlier_failure":{"message":"it ended","fingerprint":"00000000000000000000000000000001",\#
    "run":"run-0","runs":1},"charges":[],"older":[],"crc32c":"8cbbc213"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:01.000Z","type":"answered","job":"sku-001","attempt":1,\#
    "crc32c":"ec314346"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:00.000Z","type":"key_policy","policy":"rewritten",\#
    "crc32c":"0f5a6353"}
    """#,
    #"""
    {"n":2,"at":"2026-11-23T02:00:00.000Z","type":"state","job":"sku-001","withdrawn":0,\#
    "latest":{"attempt":1,"key":"key-1","carries_key":true,"account":"account-1",\#
    "run":"run-1","fingerprint":"00000000000000000000000000000001","mode":"image_to_video",\#
    "resolution":"720p","duration":5,"audio":false,"sources_sum":1,"prompt_sum":2,\#
    "metadata_sum":3,"amount":0.75,"reason":"new","submitted_at":"2026-11-23T02:00:01.000Z",\#
    "changed_at":"2026-11-23T02:00:01.000Z","answered":true,"phase":"in_doubt",\#
    "why":"no id"},"charges":[],"older":[],"crc32c":"73520530"}
    """#,
  ]

  /// A control task of an older version, which does not name its mode.
  static let controlWithoutMode = #"""
    {"n":2,"at":"2026-11-23T02:00:00.000Z","type":"remembered",\#
    "submissions":["2026-11-23T02:00:01.000Z","2026-11-23T02:00:02.000Z"],\#
    "witnesses":[{"job":"sku-001","account":"account-1","key":"wb-1",\#
    "task":"video_01K2ABJPQ9A0Z6JZ3V8M9W6PZ","submitted_at":"2026-11-23T02:00:03.000Z"}],\#
    "crc32c":"349178a9"}
    """#
}
