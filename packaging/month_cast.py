# SPDX-License-Identifier: Apache-2.0
"""The cast of the month: units, stations, people, customers, routes and the words they write.

Owns who and what exists; make-month.py owns what happens to them. Everything here is invented.
"""

UNITS = [  # name, kind, title, reviews, confirmation_direct
	("key_accounts", "front", "大客户部", ["manager", "leader", "clerk"], True),
	("commercial", "front", "商业客户部", ["manager", "leader", "clerk"], True),
	("public_customers", "front", "公众客户部", ["manager", "clerk"], True),
	("billing", "front", "计费营业部", ["clerk"], True),
	("payphones", "front", "黄页公话部", ["manager", "clerk"], False),
	("suburban", "front", "郊区营销部", ["manager", "clerk"], True),
	("crc", "crc", "客户响应中心", None, None),
	("kunming_net", "back", "昆明网络运行部", None, None),
	("dali_net", "back", "大理网络运行部", None, None),
	("qujing_net", "back", "曲靖网络运行部", None, None),
]

STATIONS = [  # name, unit, area, title, operators
	("km_resource", "kunming_net", "kunming", "昆明资源工位", 3),
	("km_switching", "kunming_net", "kunming", "昆明交换工位", 4),
	("km_data", "kunming_net", "kunming", "昆明数据工位", 4),
	("km_transmission", "kunming_net", "kunming", "昆明传输工位", 3),
	("km_line", "kunming_net", "kunming", "昆明外线工位", 5),
	("dl_switching", "dali_net", "dali", "大理交换工位", 2),
	("dl_data", "dali_net", "dali", "大理数据工位", 3),
	("dl_transmission", "dali_net", "dali", "大理传输工位", 2),
	("dl_line", "dali_net", "dali", "大理外线工位", 3),
	("qj_switching", "qujing_net", "qujing", "曲靖交换工位", 2),
	("qj_data", "qujing_net", "qujing", "曲靖数据工位", 2),
	("qj_line", "qujing_net", "qujing", "曲靖外线工位", 3),
]

AREAS = {"km": "昆明", "dl": "大理", "qj": "曲靖"}
ACCOUNT_MANAGERS = {"key_accounts": 4, "commercial": 4, "public_customers": 3, "billing": 1,
					"payphones": 2, "suburban": 2}
N_DISPATCHERS, N_SUPERVISORS = 6, 2

SURNAMES = [("wang", "王"), ("li", "李"), ("zhang", "张"), ("liu", "刘"), ("chen", "陈"), ("yang", "杨"),
			("zhao", "赵"), ("huang", "黄"), ("zhou", "周"), ("xu", "徐"), ("sun", "孙"), ("ma", "马"),
			("zhu", "朱"), ("hu", "胡"), ("guo", "郭"), ("lin", "林"), ("gao", "高"), ("luo", "罗"),
			("duan", "段"), ("mu", "木"), ("dao", "刀"), ("pu", "普"), ("ouyang", "欧阳")]
GIVEN = [("fang", "芳"), ("wei", "伟"), ("na", "娜"), ("min", "敏"), ("jing", "静"), ("qiang", "强"),
		("lei", "磊"), ("jun", "军"), ("yong", "勇"), ("yan", "艳"), ("jie", "杰"), ("juan", "娟"),
		("tao", "涛"), ("ming", "明"), ("chao", "超"), ("xiuying", "秀英"), ("zhiqiang", "志强"),
		("jianguo", "建国"), ("haiyan", "海燕"), ("xiaomei", "晓梅"), ("wenbo", "文博"), ("yunfei", "云飞"),
		("shaohua", "少华"), ("guilan", "桂兰"), ("jianjun", "建军"), ("lihua", "丽华"), ("yulong", "玉龙"),
		("chunmei", "春梅"), ("zhiyuan", "志远"), ("hongmei", "红梅")]

CUSTOMERS = [  # name, title, tier, unit, site area
	("dianchi_bank", "滇池商业银行", "A", "key_accounts", "km"),
	("yunling_insurance", "云岭保险公司", "A", "key_accounts", "km"),
	("jinma_securities", "金马证券", "A", "key_accounts", "km"),
	("provincial_hospital", "省第九人民医院", "A", "key_accounts", "km"),
	("chuncheng_daily", "春城日报社", "B", "key_accounts", "km"),
	("biji_airport", "碧鸡机场集团", "A", "key_accounts", "km"),
	("honghe_tobacco", "红禾烟草集团", "B", "key_accounts", "qj"),
	("erhai_power", "洱海电力公司", "B", "key_accounts", "dl"),
	("nanpan_steel", "南盘江钢铁厂", "B", "key_accounts", "qj"),
	("cangshan_travel", "苍山旅行社", "B", "commercial", "dl"),
	("jinri_hotel", "锦日酒店", "B", "commercial", "km"),
	("cuihu_department_store", "翠湖百货", "B", "commercial", "km"),
	("yunhua_logistics", "云华物流", "C", "commercial", "km"),
	("shilin_cement", "石林水泥厂", "C", "commercial", "qj"),
	("baiyao_trade", "百药堂贸易", "B", "commercial", "km"),
	("luoping_foods", "罗平食品公司", "C", "commercial", "qj"),
	("xiaguan_tea", "下关茶业", "C", "commercial", "dl"),
	("dounan_flowers", "斗南花卉市场", "B", "commercial", "km"),
	("yuantong_school", "圆通中学", "C", "public_customers", "km"),
	("gucheng_inn", "古城客栈", "C", "public_customers", "dl"),
	("guandu_residents", "官渡新村居委会", "C", "public_customers", "km"),
	("qilin_clinic", "麒麟诊所", "C", "public_customers", "qj"),
	("municipal_payphones", "市政公话亭管理处", "C", "payphones", "km"),
	("chenggong_farm", "呈贡农场", "C", "suburban", "km"),
	("anning_chemical", "安宁化工", "B", "suburban", "km"),
]

# Passers-by that no register knows: the order names them in plain text.
STRANGERS = ["北市区李先生", "西山区张女士", "盘龙区赵师傅", "五华区小吃店", "官渡区五金行", "东川旅社", "人民路书店",
			"金碧路理发店", "护国路裁缝铺", "白龙路周家"]


def routes():
	"""(name, kind, service, nodes): node = (name, station, after, share or None)."""
	rows = []
	ends = [("km", "km_data", "km_transmission"), ("dl", "dl_data", "dl_transmission"),
		("qj", "qj_data", "qj_data")]
	for area, data, trunk in ends:
		switching, line = area + "_switching", area + "_line"
		check = "km_resource" if area == "km" else data
		pairs = "km_resource" if area == "km" else line
		rows += [
			(f"pstn_check_{area}", "confirmation", "pstn",
			[("number", switching, [], None), ("pairs", pairs, [], None)]),
			(f"ddn_check_{area}", "confirmation", "ddn_fr", [("check", check, [], None)]),
			(f"pstn_open_{area}", "contact", "pstn",
			[("number", switching, [], 0.4), ("line", line, [], 0.7),
				("test", switching, ["number", "line"], 0.3)]),
			(f"ddn_open_{area}", "contact", "ddn_fr",
			[("port", data, [], 0.5), ("trunk", trunk, [], 0.5), ("access", line, [], 0.6),
				("test", data, ["port", "trunk", "access"], 0.4)]),
			(f"pstn_fault_{area}", "fault", "pstn",
			[("locate", switching, [], 0.3), ("repair", line, ["locate"], 0.7)]),
			(f"ddn_fault_{area}", "fault", "ddn_fr",
			[("locate", data, [], 0.3), ("repair", trunk, ["locate"], 0.7)]),
			(f"packet_fault_{area}", "fault", "packet", [("repair", data, [], None)]),
			(f"leased_fault_{area}", "fault", "leased_2m",
			[("test", trunk, [], 0.3), ("repair", line, ["test"], 0.7)]),
		]
	return rows


def across(a, z):
	"""Tasks by hand for a circuit from area a to area z."""
	trunk = {"km": "km_transmission", "dl": "dl_transmission", "qj": "qj_data"}
	return [("port_a", a + "_data", [], None), ("access_a", a + "_line", [], None),
			("trunk", trunk[a], [], None), ("access_z", z + "_line", [], None),
			("port_z", z + "_data", ["access_z"], None),
			("test", a + "_data", ["port_a", "access_a", "trunk", "port_z"], None)]


SERVICE = {"pstn": "电话", "ddn_fr": "数字数据专线", "packet": "分组交换", "leased_2m": "2M 专线"}
PURPOSE = {"install": "新装", "upgrade": "升速", "relocate": "移机"}

FAULTS = {  # service: (what the customer says, cause, explanation)
	"pstn": [("电话无拨号音", "用户电缆进水", "更换配线电缆一段，恢复绝缘"),
			("通话杂音大", "接线盒锈蚀", "更换接线盒，测试正常"),
			("呼入不通", "交换机用户板故障", "更换用户板一块"),
			("整栋楼电话中断", "施工挖断电缆", "抢修电缆 200 对，逐对测通"),
			("话机长鸣", "用户话机损坏", "用户自备话机损坏，告知更换")],
	"ddn_fr": [("专线中断", "节点机端口板故障", "更换端口板，环测 24 小时无误码"),
				("专线误码高", "基带调制解调器老化", "更换调制解调器并调整电平"),
				("营业网点无法联网", "光端机电源告警", "更换电源模块"),
				("速率不足", "数据配置错误", "修改交叉连接配置")],
	"packet": [("X.25 拨入失败", "集中器板件故障", "更换集中器板件"),
				("终端频繁掉线", "链路参数不匹配", "统一链路层参数"),
				("POS 机无法授权", "路由表错误", "修正路由表")],
	"leased_2m": [("2M 电路告警 LOS", "传输设备 2M 支路板故障", "倒换至备用支路板"),
					("2M 电路误码", "DDF 架接头松动", "重新压接并测试"),
					("光缆中断", "道路施工损伤光缆", "熔接光缆两芯，衰耗合格")],
}

RECORDS = {"number": "已放号，交换数据制作完毕", "line": "外线已布放，配线架跳接完成", "test": "端到端测试合格",
			"port": "端口已分配并配置", "trunk": "中继电路已调通", "access": "接入线路已开通",
			"check": "资源核查完毕", "pairs": "线对核查完毕", "locate": "故障已定位", "repair": "故障已修复",
			"assist": "支援工位处理完毕"}
BACK_REASONS = ["客户地址不详，请补充门牌号", "联系人电话有误", "需求描述不完整，请注明速率", "缺少客户盖章的申请表",
				"合同编号与客户不符"]
AMENDED = "（已补充完整）"
HOLD_NOTES = {"customer_not_ready": "客户机房尚未装修完毕", "no_access": "物业不允许进场，约定改期",
				"force_majeure": "暴雨引发山体滑坡，道路中断", "awaiting_parts": "等待备板从省公司调拨",
				"other": "与其他工程一并割接"}
ERROR_TEXTS = ["线序接反，无法测通", "端口号与调单不一致", "电路编号错误", "跳线位置有误，测试不通"]
CANNOT_TEXTS = ["本工位无备件，需要支援", "电缆线对已满，无法开通", "设备属厂家维保，无法自行处理"]
DISPUTES = ["我工位数据核对无误，请对端复测", "施工记录与调单一致，不属本工位差错"]
UPHELD, OVERTURNED = "现场复核，确属该工位差错", "复测合格，返单理由不成立"
SETTLED = ["已从邻近局站调配备件", "采用临时无线接入方案", "协调厂家工程师到场"]
REFUSALS = ["验收时仍有杂音", "速率未达到合同要求", "现场布线不合格，要求整改", "问题再次出现"]
CANCELS = ["客户撤回申请", "客户误报，设备自行恢复", "重复申告，并入前单"]
ESCALATIONS = ["故障点查找困难，需上级协调", "涉及多方施工，本工位无力解决", "备板全省缺货"]
RESOLUTIONS = ["已协调省网管中心，临时路由疏通", "分管副总现场指挥，方案已定"]
RETIERED = "客户影响面变化，经请示调整等级"
NOTES = ["客户来电催促，已安抚", "已电话告知客户预计完成时间", "现场照片已归档", "与客户确认上门时间"]
