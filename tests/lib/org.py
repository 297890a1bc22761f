# SPDX-License-Identifier: Apache-2.0
"""The organisation that stories, matrix and random model live in. Data only, and its putting."""

UNITS = [
	dict(name="key_accounts", kind="front", title="大客户部", reviews=["manager", "leader", "clerk"]),
	dict(name="public", kind="front", title="公众客户部", reviews=["manager", "leader", "clerk"],
		confirmation_direct=False),
	dict(name="commercial", kind="front", title="商业客户部", reviews=["clerk"]),
	dict(name="suburban", kind="front", title="郊县营销部", reviews=[]),
	dict(name="crc", kind="crc", title="客户响应中心"),
	dict(name="operations", kind="back", title="运行维护部"),
	dict(name="construction", kind="back", title="工程建设部"),
]

STATIONS = [
	dict(name="km_line", unit="operations", area="kunming", title="昆明线路"),
	dict(name="km_switch", unit="operations", area="kunming", title="昆明交换"),
	dict(name="km_test", unit="operations", area="kunming", title="昆明测量"),
	dict(name="dl_line", unit="operations", area="dali", title="大理线路"),
	dict(name="dl_switch", unit="operations", area="dali", title="大理交换"),
	dict(name="qj_line", unit="construction", area="qujing", title="曲靖线路"),
	dict(name="qj_trans", unit="construction", area="qujing", title="曲靖传输"),
]


def _user(name, title, role, unit=None, stations=None):
	row = dict(name=name, title=title, roles=role.split())
	if unit:
		row["unit"] = unit
	if stations:
		row["stations"] = stations.split()
	return row


USERS = [
	_user("li.wei", "李伟", "account_manager", "key_accounts"),
	_user("zhao.min", "赵敏", "account_manager", "key_accounts"),
	_user("chen.jie", "陈洁", "industry_manager", "key_accounts"),
	_user("yang.guang", "杨光", "leader", "key_accounts"),
	_user("wu.fang", "吴芳", "clerk", "key_accounts"),
	_user("he.ping", "何平", "account_manager", "public"),
	_user("ma.lin", "马林", "industry_manager", "public"),
	_user("gao.shan", "高山", "leader", "public"),
	_user("hu.die", "胡蝶", "clerk", "public"),
	_user("sun.li", "孙丽", "account_manager", "commercial"),
	_user("lu.ming", "陆明", "leader", "commercial"),
	_user("xu.ying", "许英", "clerk", "commercial"),
	_user("qian.hong", "钱红", "account_manager", "suburban"),
	_user("fan.yu", "范宇", "leader", "suburban"),
	_user("wang.lei", "王磊", "dispatcher", "crc"),
	_user("liu.yan", "刘艳", "dispatcher", "crc"),
	_user("zhang.qiang", "张强", "supervisor", "crc"),
	_user("r.one", "一号", "operator", "operations", "km_line"),
	_user("r.two", "二号", "operator", "operations", "km_line km_switch"),
	_user("r.three", "三号", "operator", "operations", "km_test"),
	_user("r.four", "四号", "operator", "operations", "dl_line"),
	_user("r.five", "五号", "operator", "operations", "dl_switch"),
	_user("r.six", "六号", "operator", "construction", "qj_line"),
	_user("r.seven", "七号", "operator", "construction", "qj_trans"),
	_user("m.km", "昆明经理", "station_manager", "operations", "km_line km_switch km_test"),
	_user("m.dl", "大理经理", "station_manager", "operations", "dl_line dl_switch"),
	_user("m.qj", "曲靖经理", "station_manager", "construction", "qj_line qj_trans"),
	_user("noc", "监控", "monitor", "crc"),
]

CUSTOMERS = [
	dict(name="kunming_hotel", number="K-0001", title="昆明饭店", tier="A", unit="key_accounts",
		account_manager="li.wei"),
	dict(name="icbc_yunnan", number="K-0002", title="工商银行云南分行", tier="B",
		unit="key_accounts", account_manager="zhao.min"),
	dict(name="corner_shop", number="S-0001", title="小卖部", tier="C", unit="suburban",
		account_manager="qian.hong"),
]

ROUTES = [
	dict(name="pstn_install", kind="contact", service="pstn", nodes=[
		dict(name="line", station="km_line", after=[]),
		dict(name="switch", station="km_switch", after=["line"]),
		dict(name="test", station="km_test", after=["switch"])]),
	dict(name="two_ends", kind="contact", service="ddn_fr", nodes=[
		dict(name="a_end", station="km_line", after=[]),
		dict(name="z_end", station="dl_line", after=[]),
		dict(name="test", station="km_test", after=["a_end", "z_end"])]),
	dict(name="pstn_repair", kind="fault", service="pstn", nodes=[
		dict(name="test", station="km_test", after=[], share=0.25),
		dict(name="line", station="km_line", after=["test"], share=0.5),
		dict(name="check", station="km_test", after=["line"], share=0.25)]),
]

TOKEN_TTL = "P3650D"


def put(admin):
	"""Put everything through an admin's connection; answers {user: token}."""
	calls = [("unit.put", row) for row in UNITS]
	calls += [("station.put", row) for row in STATIONS]
	calls += [("user.put", row) for row in USERS]
	calls += [("customer.put", row) for row in CUSTOMERS]
	calls += [("route.put", row) for row in ROUTES]
	for method, row in calls:
		admin.call(method, **row)
	tokens = {}
	for row in USERS:
		tokens[row["name"]] = admin.call("token.issue", user=row["name"], ttl=TOKEN_TTL)["token"]
	return tokens
