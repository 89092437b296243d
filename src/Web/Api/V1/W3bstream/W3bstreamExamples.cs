namespace PowerMeter.Web.Api.V1.W3bstream;

/// <summary>What the calls of /w3bstream take and give.</summary>
internal static class W3bstreamExamples
{
    public const string Change = """
        {"publish_url":"https://devnet.example/srv-applet-mgr/v0/event/eth_0x2c0d_power","token":"pub_0123456789","profile":"devnet","window_s":5,
         "sensors":[1],"reward_steps":[{"below_w":3,"tokens_per_hour":10},{"below_w":5,"tokens_per_hour":4}]}
        """;

    public const string Settings = """
        {"publish_url":"https://devnet.example/srv-applet-mgr/v0/event/eth_0x2c0d_power","token_set":true,"profile":"devnet","signature_encoding":"raw",
         "public_key_form":"key","timestamp_unit":"s","window_s":5,"sensors":[1],"skip_zero":false,"max_age_s":604800,"project_id":"","project_version":"",
         "signed_keys":[],"reward_steps":[{"below_w":3,"tokens_per_hour":10},{"below_w":5,"tokens_per_hour":4}]}
        """;

    public const string Status = """
        {"identity":{"curve":"secp256k1","public_key":"0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8",
         "ethereum_address":"0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf","iotex_address":"io10e0525sfrf53yh2aljmm3sn9jq5njk7l6jfauj"},
         "forwarding":true,"off_because":null,"profile":"devnet","sensors":[1],"sent":17280,"waiting":1,"failed_now":0,"failed":0,"dropped":0,
         "oldest_waiting":"2026-03-01T12:00:05Z","lag_s":0.75,"last_sent_window":"2026-03-01T12:00:00Z","last_sent_at":"2026-03-01T12:00:00.41Z",
         "last_answer":{"status":200,"text":"{\"results\":[{\"appletName\":\"power\",\"handler\":\"start\",\"returnValue\":null,\"code\":0}]}","at":"2026-03-01T12:00:00.41Z"},
         "retry_at":null,"fault":null,"unmatched":false,"task":null,
         "rewards":{"mean_w":2.5,"tokens_per_hour":10,"tokens_today":120,"tokens_this_month":120,"steps":[{"below_w":3,"tokens_per_hour":10},{"below_w":5,"tokens_per_hour":4}]}}
        """;

    public const string Outbox = """
        {"readings":[{"stream":"1","window_start":"2026-03-01T12:00:00Z","window_end":"2026-03-01T12:00:05Z","watts":134.7,"covered_s":5,"profile":"devnet",
         "state":"failed","attempts":1,"answer":{"status":400,"text":"{\"error\":\"bad signature\"}","at":"2026-03-01T12:00:05.3Z"},
         "body":"{\"data\":{\"sensor_reading\":134.7,\"timestamp\":1772366405},\"signature\":\"00\",\"public_key\":\"04\"}"}],"next_before":null}
        """;
}
