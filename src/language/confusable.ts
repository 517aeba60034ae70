/**
 * Characters that are typed for one another because they sound alike (tones left out, as input methods do). Only
 * syllables that official notices are full of; a character that is not here is never repaired.
 */
const soundAlike = `
an 安按案岸暗|ban 办般班板版半伴|bao 报抱保包宝暴爆饱|bei 备北被背倍辈|ben 本奔笨|bi 比必毕币笔壁避|bian 变边编便遍辨|biao 表标彪
bu 部不步补布簿捕|cai 材才财采菜裁|ce 测策册侧厕|cha 查差察茶插|chan 产铲阐|chang 厂场长常昌|cheng 成程城承诚称呈乘|chu 处出初础储除|chuang 创窗床闯
da 大达打答|dai 代带待贷袋|dan 单担但丹胆|dang 党当档挡|dao 到道导倒岛|de 得德|deng 等登灯邓|di 地第低底递帝弟|dian 电点店典|ding 定订顶丁
dong 动董东冬懂洞|du 度独读都毒渡|dui 对队堆|duo 多夺|fa 法发罚伐|fan 反返范饭犯|fang 方放房防访仿|fei 费非肥飞废|fen 分份粉奋纷|feng 封风丰峰|fu 负付服复福府副妇富附
gai 改该盖|gan 干甘感敢|gang 钢刚岗港|gao 高告搞稿|ge 个各格革歌|gei 给|gong 公工供共功攻宫贡|gou 够购构狗沟|gu 固股古骨顾估|guan 关管官观馆冠惯|gui 规归贵柜鬼|guo 国果过
hai 海还害孩|hang 行航杭|he 合和河核何喝|hu 护户互湖|hua 化花话画划华|huan 环换还患|hui 会汇回惠慧辉|huo 或获活火货
ji 机技计基级及既即记集绩积济际继急纪季|jia 加家价假甲佳|jian 建件监检减简健间见|jiang 奖将降讲江|jiao 交教较叫焦|jie 节解结接截届阶洁界借|jin 进金近今尽仅禁|jing 经京竞精径净境|jiu 就究救酒旧|ju 局具举据巨聚居剧|jue 决绝觉
kai 开凯|kan 看刊坎|kao 考靠烤|ke 科可课克客刻|kong 控空孔|ku 库苦酷|kuai 块快会|la 拉|lan 栏蓝览|lang 浪|li 理里力立利例历礼李离丽|lian 联连链练廉|liang 量良粮两亮凉|liao 料了疗|lie 列烈裂|lin 林临邻|ling 领零令另灵龄|liu 流六留刘|long 龙隆|lou 楼漏|lu 路录陆绿|lun 论轮伦|luo 落罗络洛
mai 卖买|mao 毛贸冒|mei 没每美|men 门们|mi 密米秘|mian 面免棉|ming 名明命鸣|mo 模末莫膜摸|mu 目木母幕|na 那哪拿纳|nan 难南男|nei 内|neng 能|ni 你拟尼|nian 年念|niu 牛|nong 农浓弄
pai 派排牌|pei 培配赔佩|pi 批皮匹披|pin 品拼频聘|ping 评平凭屏瓶苹|po 破坡|qi 期企其起气器七齐启弃|qian 前签钱千欠牵谦|qiang 强抢枪|qing 请情清轻青|qiu 求球秋|qu 区去取曲趣|quan 全权劝券泉|que 缺确却
ren 人任认仁忍|ri 日|rong 荣容融|ru 入如|sha 沙啥杀|shan 山善闪|shang 上商伤尚|she 设社射舍|shen 申审身深神伸什甚|sheng 省生升声胜|shi 是时实式事市使示施师室食十试视始失适世史氏势|shou 收手受首授|shu 书数属术树输|shui 税水谁|shuo 说硕|si 思司四私|song 送松|su 素速诉|suan 算酸|suo 所锁
tai 台太态|tan 谈探|tang 堂唐|te 特|ti 题提体替|tian 填天田添|tiao 条调跳|tie 贴铁|ting 停听厅|tong 通同统铜|tou 投头|tu 图土突|tuan 团|tui 退推|wan 万完晚网碗玩湾|wang 网王往望|wei 为位委未维卫伟|wen 文问稳闻|wu 务无五物污|xi 系西细戏息习希|xia 下夏|xian 现先限线县显险|xiang 项向相像乡响箱|xiao 小效校销消|xie 协写些谢|xin 信新心欣辛|xing 行型性形星兴姓|xiu 修秀|xu 需许续序|xuan 选宣悬|xue 学血|xun 训询寻
ya 押压|yan 研验严言延盐|yang 样养阳扬|yao 要药邀|ye 业也页夜|yi 意一已以医议义益易疑亿衣依移|yin 因印引银音|ying 营应影英硬赢|yong 用永|you 有又优由油邮友|yu 与于预育语域遇鱼|yuan 员院原园元远源援|yue 月约越|yun 运云允
zai 再在载|ze 择则责|zeng 增赠|zha 榨炸扎|zhan 展站战占|zhang 章张账掌长帐|zhao 照招找召|zhe 者这折|zhen 真针镇阵|zheng 证正政整征|zhi 制知之指直质只止值纸智职支至治|zhong 中种重终众|zhou 周州洲|zhu 主助注住祝筑驻|zhuan 专转砖|zhuang 装状壮|zhun 准|zi 资字自子|zong 总综宗|zu 组足族|zui 最罪|zuo 做作坐座
`;

/** Characters that are read for one another because they look alike, as optical recognition and handwriting input do. */
const lookAlike = [
  '日曰目',
  '己已巳',
  '未末',
  '土士',
  '人入八',
  '申甲由',
  '材村',
  '截栽载',
  '限根',
  '书节',
  '规视',
  '摸模膜',
  '撤撒',
  '按案',
  '企金',
  '科料',
  '期朝',
  '标际',
  '建健',
  '评坪',
  '区匹',
  '请清',
  '侯候',
  '止正',
  '技枝',
  '管菅',
  '院完',
  '账帐',
  '认队',
  '征证',
  '治冶',
];

const table = (groups: readonly string[]): ReadonlyMap<string, string> => {
  const map = new Map<string, string>();
  for (const group of groups) for (const letter of group) if (!map.has(letter)) map.set(letter, group);
  return map;
};

const syllables = soundAlike
  .trim()
  .split(/[|\n]/u)
  .map(entry => entry.split(' ') as [string, string]);

/** Character -> all characters that sound like it. */
export const sounds = table(syllables.map(([, letters]) => letters));
/** Character -> its sound without tone, for words typed in Latin letters. */
export const spelling: ReadonlyMap<string, string> = new Map(
  [...syllables]
    .reverse()
    .flatMap(([sound, letters]) => [...letters].map(letter => [letter, sound] as const)),
);
/** Character -> all characters that look like it. */
export const shapes = table(lookAlike);

/** Ordinary words that sound like words of notices and are never taken for a slip. */
export const ordinaryWords: ReadonlySet<string> = new Set(
  `公司 公示 攻势 优先 邮箱 有限 市里 实力 视力 事例 实例 网上 完善 晚上 实施 事实 时事 适时 形式 形势 权利 权力 全力 会议 回忆 建议 简易
   周末 月末 年末 期间 其间 意向 意见 医药 要求 邀请 申请 深情 经济 竞技 京剧 基地 计划 技术 级别 机关 机构 结构 接受 介绍 解释 结束 节约
   科技 可以 课题 客体 领导 另外 联系 练习 连续 理由 例如 利用 立即 名称 明确 目前 内容 农业 评价 平时 企业 其他 前期 情况 请求 全部 却是
   认识 任务 如何 设备 社会 审批 生产 省级 实际 时间 事件 市场 试行 是否 收入 手续 首先 属于 数据 所以 特别 提交 条件 通知 统一 推荐 退回
   外面 完成 维护 未来 文件 问题 无法 系统 下面 现在 限制 相关 向前 项目 小时 消息 协议 新增 信息 信心 形成 行业 需要 许可 学校 研究 严重 样子
   业务 一般 医院 已经 以后 意思 因为 引进 应该 影响 优秀 由于 有关 预算 原因 院校 运行 再次 责任 增加 展示 占比 政策 证明 支持 直接 指导 质量
   制度 重点 周期 主要 注意 专家 转让 装备 准备 资料 资格 自己 总体 组织 最后 作用 成立 程度 城市 承诺 诚信 处理 出资 创办 单位 当天 到期 等级
   地址 第一 电话 定期 董事 独立 对象 多少 发布 法人 反馈 方案 方式 非常 费用 分享 符合 负责 附件 改变 感谢 高校 告诉 个人 给予 工作 共同 够不
   规定 国家 海外 合同 合作 和谐 核心 活动 获得 或者 机会 基本 及时 急需 集中 价格 坚持 减少 奖励 交流 教育 阶段 进度 经过 局长 举办 具体 决定`.split(
    /\s+/u,
  ),
);
