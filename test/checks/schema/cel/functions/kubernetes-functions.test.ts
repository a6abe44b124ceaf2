import { compileRule } from '../../../../../src/checks/schema/cel/cel-program';
import { outcome } from '../evaluate';

/** Expressions that hold, by library. Those with an upstream doc example are the documented ones. */
const HOLDING: Readonly<Record<string, readonly string[]>> = {
  lists: [
    '[1, 2, 3].isSorted() && ["a", "b", "b", "c"].isSorted() && [].isSorted()',
    '![2.0, 1.0].isSorted()',
    '[1, 3].sum() == 4 && [1.0, 3.5].sum() == 4.5 && [].sum() == 0',
    '[duration("1m"), duration("1s")].sum() == duration("61s")',
    '[3, 1].min() == 1 && [3, 1].max() == 3 && ["b", "a"].max() == "b"',
    '[1, 2, 2, 3].indexOf(2) == 1 && ["a", "b", "b", "c"].lastIndexOf("b") == 2 && [1.0].indexOf(1.1) == -1',
  ],
  regex: [
    '"abc 123".find("[0-9]+") == "123" && "abc".find("[0-9]+") == ""',
    '"123 abc 456".findAll("[0-9]+") == ["123", "456"]',
    '"123 abc 456".findAll("[0-9]+", 1) == ["123"] && "123 abc".findAll("[0-9]+", 0) == []',
    '"aß1".find("\\\\pL+") == "aß" && "ABC".matches("(?i)^abc$") && matches("x", "^x$")',
    '"a\\nb".matches("^a.b$") == false',
  ],
  url: [
    'isURL("https://user:pass@example.com:80/path?query=val#fragment") && isURL("/absolute-path")',
    '!isURL("https://a:b:c/") && !isURL("../relative-path") && !isURL("") && !isURL("example.com")',
    '!isURL("http://a b/") && !isURL("http://example.com/%zz") && !isURL("http://exa%20mple.com:x/")',
    'url("https://example.com/").getScheme() == "https" && url("/path").getScheme() == ""',
    'url("https://example.com:80/").getHost() == "example.com:80" && url("https://[::1]:80/").getHost() == "[::1]:80"',
    'url("https://example.com:80/").getHostname() == "example.com" && url("https://[::1]:80/").getHostname() == "::1"',
    'url("https://example.com:80/").getPort() == "80" && url("https://example.com/").getPort() == ""',
    'url("https://example.com/path").getEscapedPath() == "/path"',
    'url("https://example.com/path with spaces/").getEscapedPath() == "/path%20with%20spaces/"',
    'url("https://example.com/path?k1=a&k2=b&k2=c&k3=").getQuery() == {"k1": ["a"], "k2": ["b", "c"], "k3": [""]}',
    'url("https://example.com/path").getQuery() == {}',
  ],
  ip: [
    'isIP("127.0.0.1") && isIP("::1") && !isIP("127.0.0.256") && !isIP(":::1") && !isIP("01.2.3.4")',
    '!isIP("::ffff:1.2.3.4") && !isIP("fe80::1%eth0") && isIP("64:ff9b::192.0.2.1") && !isIP("1::2::3")',
    'ip("127.0.0.1").family() == 4 && ip("::1").family() == 6',
    'ip("0.0.0.0").isUnspecified() && !ip("::1").isUnspecified() && ip("::").isUnspecified()',
    'ip("127.0.0.1").isLoopback() && ip("::1").isLoopback() && !ip("192.168.0.1").isLoopback()',
    'ip("224.0.0.1").isLinkLocalMulticast() && !ip("224.0.1.1").isLinkLocalMulticast() && ip("ff02::1").isLinkLocalMulticast()',
    'ip("169.254.169.254").isLinkLocalUnicast() && ip("fe80::1").isLinkLocalUnicast()',
    'ip("192.168.0.1").isGlobalUnicast() && !ip("255.255.255.255").isGlobalUnicast() && !ip("ff00::1").isGlobalUnicast()',
    'ip.isCanonical("127.0.0.1") && ip.isCanonical("2001:db8::abcd") && !ip.isCanonical("2001:DB8::ABCD")',
    '!ip.isCanonical("2001:db8:0:0:0:0:0:abcd") && string(ip("2001:db8:0:0:1:0:0:1")) == "2001:db8::1:0:0:1"',
    'ip("127.0.0.1") == ip("127.0.0.1") && ip("::1") == ip("0:0:0:0:0:0:0:1") && ip("127.0.0.1") != ip("127.0.0.2")',
  ],
  cidr: [
    'isCIDR("192.168.0.0/16") && isCIDR("::1/128") && !isCIDR("192.168.0.0/33") && !isCIDR("192.168.0.0") && !isCIDR("1.2.3.4/08")',
    'cidr("192.168.0.0/24").containsIP(ip("192.168.0.1")) && !cidr("192.168.0.0/24").containsIP("192.168.1.1")',
    'cidr("2001:db8::/32").containsIP("2001:db8::1") && !cidr("2001:db8::/32").containsIP("1.2.3.4")',
    'cidr("192.168.0.0/16").containsCIDR(cidr("192.168.10.0/24")) && !cidr("192.168.0.0/24").containsCIDR("192.168.0.0/16")',
    'cidr("192.168.0.1/24").ip() == ip("192.168.0.1") && cidr("192.168.0.1/24").masked() == cidr("192.168.0.0/24")',
    'cidr("192.168.0.0/16").prefixLength() == 16 && string(cidr("192.168.0.1/24")) == "192.168.0.1/24"',
    'cidr("0.0.0.0/0").containsIP("8.8.8.8")',
  ],
  quantity: [
    'isQuantity("1.3G") && isQuantity("1.3Gi") && isQuantity("10000k") && isQuantity("-1") && isQuantity("1e3") && isQuantity("5.")',
    '!isQuantity("1,3G") && !isQuantity("200K") && !isQuantity("Three") && !isQuantity("Mi") && !isQuantity("") && !isQuantity("1 k")',
    'quantity("50000000G").isInteger() && quantity("50k").isInteger() && !quantity("100m").isInteger()',
    '!quantity("9999999999999999999999999999999999999G").isInteger()',
    'quantity("50k").asInteger() == 50000 && quantity("1Ki").asInteger() == 1024',
    'quantity("50k").sub(20000).asApproximateFloat() == 30000.0 && quantity("-100m").asApproximateFloat() == -0.1',
    'quantity("50k").add(quantity("20k")) == quantity("70k") && quantity("50k").add(20) == quantity("50020")',
    'quantity("50k").sub(quantity("20k")) == quantity("30k") && quantity("50k").sub(20000) == quantity("30k")',
    'quantity("50k").add(20).sub(quantity("100k")).sub(-50000) == quantity("20")',
    'quantity("200M").compareTo(quantity("0.2G")) == 0 && quantity("50M").compareTo(quantity("50Mi")) == -1',
    'quantity("150Mi").isGreaterThan(quantity("100Mi")) && quantity("50M").isLessThan(quantity("100M"))',
    'quantity("-1").sign() == -1 && quantity("0").sign() == 0 && sign(quantity("1n")) == 1',
    'quantity("0.1n") == quantity("1n") && quantity("1E") == quantity("1e18") && quantity("1u") == quantity("1000n")',
  ],
  format: [
    'format.dns1123Label().validate("my-label-name") == optional.none()',
    'format.dns1123Label().validate("My_label").hasValue() && format.dns1123Label().validate("my-").hasValue()',
    'format.dns1123LabelPrefix().validate("my-label-prefix-") == optional.none()',
    'format.dns1123Subdomain().validate("apiextensions.k8s.io") == optional.none()',
    'format.dns1123Subdomain().validate("a..b").hasValue() && format.dns1035Label().validate("1a").hasValue()',
    'format.qualifiedName().validate("apiextensions.k8s.io/v1beta1") == optional.none()',
    'format.qualifiedName().validate("a/b/c").hasValue() && format.qualifiedName().validate("a/").hasValue()',
    'format.labelValue().validate("") == optional.none() && format.labelValue().validate("-a").hasValue()',
    'format.uri().validate("http://example.com") == optional.none() && format.uri().validate("example").hasValue()',
    'format.uuid().validate("123e4567-e89b-12d3-a456-426614174000") == optional.none()',
    'format.byte().validate("aGVsbG8=") == optional.none() && format.byte().validate("a").value() == ["invalid base64"]',
    'format.date().validate("2021-01-01") == optional.none() && format.date().validate("2021-02-30").hasValue()',
    'format.datetime().validate("2021-01-01T00:00:00Z") == optional.none()',
    'format.named("dns1123Label").value() == format.dns1123Label() && !format.named("nothing").hasValue()',
    'size(format.dns1123Label().validate("a".replace("a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")).value()) == 1',
  ],
  semver: [
    'isSemver("1.0.0") && !isSemver("v1.0") && !isSemver("1.0") && !isSemver("01.0.0") && !isSemver("1.0.0-")',
    'isSemver("v1.0", true) && isSemver("01.01.01", true) && semver("v1.0", true) == semver("1.0.0")',
    'semver("1.2.3").major() == 1 && semver("1.2.3").minor() == 2 && semver("1.2.3").patch() == 3',
    'semver("1.2.3").compareTo(semver("2.0.0")) == -1 && semver("1.2.3").isLessThan(semver("1.10.0"))',
    'semver("1.0.0").isGreaterThan(semver("1.0.0-rc.1")) && semver("1.0.0-rc.10").isGreaterThan(semver("1.0.0-rc.9"))',
    'semver("1.0.0+a") == semver("1.0.0+b")',
  ],
  sets: [
    'sets.contains([], []) && sets.contains([1, 2, 3], [2, 3]) && !sets.contains([1], [1, 2])',
    'sets.equivalent([1], [1, 1]) && sets.equivalent([1, 2, 3], [3u, 2.0, 1]) && !sets.equivalent([1], [])',
    'sets.intersects([1, 2], [2, 3]) && !sets.intersects([1], []) && !sets.intersects([1], [2])',
  ],
  strings: [
    '"tacocat".charAt(0) == "t" && "tacocat".charAt(7) == "" && "a😁c".charAt(1) == "😁"',
    '"hello mellow".indexOf("ello", 2) == 7 && "hello mellow".indexOf("") == 0 && "😁a".indexOf("a") == 1',
    '"hello mellow".lastIndexOf("ello") == 7 && "hello mellow".lastIndexOf("ello", 6) == 1',
    '"hello".split("", 2) == ["h", "ello"] && "a b c".split(" ", 2) == ["a", "b c"] && "a b".split(" ", 0) == []',
    '"hello hello".replace("he", "we", 1) == "wello hello" && "ab".replace("", "_") == "_a_b_"',
    '"tacocat".substring(4) == "cat" && "a😁c".substring(1, 2) == "😁" && "ta©o©αT".lowerAscii() == "ta©o©αt"',
    '"  \\ttrim\\n    ".trim() == "trim" && ["x", "y"].join("-") == "x-y" && [].join() == ""',
    'strings.quote("a\\"b\\n") == "\\"a\\\\\\"b\\\\n\\""',
    '"%s %d %.2f %x %e %b %o %%".format(["a", 1, 2.345, 255, 12.0, 5, 8]) == "a 1 2.35 ff 1.200000e+01 101 10 %"',
    '"%.0f %.0f %.2f".format([2.5, 3.5, 1.015]) == "2 4 1.01"',
    '"%s".format([[1, "a", {"b": true}]]) == "[1, a, {b: true}]"',
  ],
  optionals: [
    'optional.of(1).hasValue() && !optional.none().hasValue() && !optional.ofNonZeroValue("").hasValue()',
    'optional.ofNonZeroValue([]) == optional.none() && optional.ofNonZeroValue(0u) == optional.none()',
    'optional.none().orValue(2) == 2 && optional.of(1).or(optional.of(2)).value() == 1',
    '{"a": 1}.?a == optional.of(1) && {"a": 1}.?b == optional.none() && {"a": {"b": 1}}.?a.b.value() == 1',
    '[1][?0].orValue(9) == 1 && [1][?5].orValue(9) == 9 && {"a": 1}[?"b"].orValue(9) == 9',
    '[1, ?optional.none(), ?optional.of(3)] == [1, 3] && {?"a": optional.none(), "b": 1} == {"b": 1}',
    'optional.of(1).optMap(x, x + 1).value() == 2 && optional.none().optMap(x, x + 1) == optional.none()',
    'optional.of({"a": 1}).optFlatMap(x, x.?a).value() == 1 && has({"a": {"b": 1}}.?a.b) && !has({}.?a.b)',
    'optional.of(null).hasValue() && optional.of(null).value() == null',
  ],
  'two-variable loops': [
    '[1, 2].all(i, v, i < v) && {"a": 1}.exists(k, v, k == "a" && v == 1) && [1, 2].existsOne(i, v, v == 2)',
    '["a", "b"].transformList(i, v, i > 0, v + string(i)) == ["b1"]',
    '{"a": 1, "b": 2}.transformMap(k, v, v * 2) == {"a": 2, "b": 4}',
    '{"a": "x"}.transformMapEntry(k, v, {v: k}) == {"x": "a"}',
    'cel.bind(x, [1, 2], x.size() + x[0]) == 3',
  ],
  time: [
    'timestamp("2026-01-31T23:30:00Z").getDate("+01:00") == 1 && timestamp("2026-03-29T01:30:00Z").getHours("Europe/Berlin") == 3',
    'timestamp("2026-03-29T02:30:00Z").getHours() == 2 && timestamp(1) == timestamp("1970-01-01T00:00:01Z")',
    'timestamp("1969-12-31T23:59:59.5Z").getMilliseconds() == 500 && string(timestamp("1969-12-31T23:59:59.5Z")) == "1969-12-31T23:59:59.5Z"',
    'duration("1h30m").getMinutes() == 90 && string(duration("1.5s")) == "1.5s" && duration("0") == duration("0s")',
    'timestamp("2026-01-02T00:00:00Z") - timestamp("2026-01-01T00:00:00Z") == duration("24h")',
  ],
  conversions: [
    'string(1000000.0) == "1e+06" && string(0.00001) == "1e-05" && string(123.5) == "123.5" && string(-0.0) == "-0"',
    'int("+7") == 7 && int(-1.9) == -1 && uint(1.9) == 1u && double("1e3") == 1000.0 && bool("T")',
    'b"abc" == bytes("abc") && string(b"\\xc3\\xbf") == "ÿ" && type(1) == int && type("") == string && type({}) == map',
  ],
};

describe.each(Object.entries(HOLDING))('%s', (_library, expressions) => {
  test.each(expressions)('%s', (expression) => {
    expect(outcome(expression)).toBe(true);
  });
});

describe('an argument that a function cannot take is a run-time error', () => {
  test.each([
    ['quantity("200K")', 'the string is not a quantity'],
    ['quantity("100m").asInteger()', 'cannot convert value to integer'],
    ['ip("nowhere")', 'the string is not an IP address'],
    ['ip.isCanonical("nowhere")', 'the string is not an IP address'],
    ['cidr("10.0.0.0")', 'the string is not a CIDR block'],
    ['url("example.com")', 'the string is not a URL'],
    ['semver("1.0")', 'the string is not a semantic version'],
    ['"a".matches("(")', 'invalid regular expression: RE2JSSyntaxException'],
    ['duration("")', 'the string is not a duration'],
    ['duration("1 day")', 'the string is not a duration'],
    ['timestamp("2026-01-01")', 'the string is not an RFC 3339 time'],
    ['timestamp("2026-01-01T00:00:00Z").getHours("Nowhere/Else")', 'unknown time zone'],
    ['int("0x10")', 'the string is not an integer'],
    ['int("")', 'the string is not an integer'],
    ['double("abc")', 'the string is not a number'],
    ['int(1e30)', 'integer overflow'],
    ['9223372036854775807 + 1', 'integer overflow'],
    ['1 / 0', 'division by zero'],
    ['1 % 0', 'modulus by zero'],
    ['1 + 1.0', 'no such overload: + on int and double'],
    ['[].min()', 'min called on empty list'],
    ['["a", 1].join()', 'no such overload: join() of a list that does not hold strings only'],
    ['"a".charAt(2)', 'index out of range: 2'],
    ['[1][1]', 'index out of bounds: 1'],
    ['{"a": 1}.b', 'no such key: b'],
    ['optional.none().value()', 'optional.none() has no value'],
    ['size(1)', 'no such overload: size(int)'],
  ])('%s', (expression, message) => {
    expect(outcome(expression)).toBe(`error: ${message}`);
  });
});

describe('what the API server does not know, or we do not, is refused when the rule is compiled', () => {
  test.each([
    ['base64.encode(b"a")', 'there is no function base64.encode()'],
    ['math.greatest(1, 2)', 'there is no function math.greatest()'],
    ['authorizer.path("/")', 'there is no function authorizer.path()'],
    ['self.reverse()', 'there is no function .reverse()'],
    ['isIP("a", "b")', 'there is no function isIP() of 2 arguments'],
    ['self.isIP()', 'there is no method .isIP() of 0 arguments'],
    ['oldself == 1', 'there is no variable "oldself"'],
    ['has(self)', 'has() takes one field, as in has(self.name)'],
    ['google.protobuf.Struct{}', 'messages are not supported: google.protobuf.Struct{...}'],
    ['self.__optional_select("a")', '"__optional_select" is no function of CEL'],
    ['"open', 'a string literal does not end'],
    ['(self', '"(" is never closed'],
    ['9223372036854775808 > self', 'an integer literal does not fit into 64 bits'],
  ])('%s', (expression, reason) => {
    expect(compileRule(expression)).toEqual({ kind: 'unsupported', reason });
  });
});
