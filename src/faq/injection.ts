/** Attempts to give the program other rules or another role. Answered like anything off the subject. */
const injection = [
  /(?:忽略|无视|忘掉|忘记|绕过|跳过|违反|抛开|不要遵守|不要管|不用管|不用理|别理|别管).{0,8}(?:以上|上面|之前|前面|所有|全部|规则|指令|提示|设定|限制|要求)/u,
  /系统提示|提示词|你的(?:指令|设定|规则|后台)|systemprompt|prompt|开发者模式|越狱|jailbreak|调试模式|管理员模式|上帝模式|developermode/u,
  /ignore.{0,20}(?:instruction|rule|above|previous)|disregard|actas|youarenow|pretend/u,
  /(?:现在|从现在起|从现在开始|接下来|以后|假设|假装|假如|扮演|充当|当作|假定).{0,4}你.{0,4}(?:是|当|扮演|变成)(?!.{0,6}(?:机器人|真人|谁))/u,
  /(?:扮演|假装|充当|冒充)(?:一个|一名|一位)?(?!.{0,4}(?:什么|啥|哪|何))(?:.{0,10})(?:角色|局长|专家|领导|管理员|黑客|律师|工作人员)/u,
  /你(?:就)?(?:只)?(?:要|需|需要|必须)?(?:回答|回复|说|输出)[“"'「]?(?:是|可以|通过|同意|批准|没问题)/u,
  /(?:直接|马上|立刻|给我|帮我)?(?:批准|通过|同意|审批通过)(?:我|我们)(?:公司|单位|医院|学校|院|厂)?(?:的)?(?:申请|申报|认定|材料)?(?:吧|$)/u,
  /(?:直接|只|马上)?(?:回复|回答|输出|打印|说出)[“"「『].{1,20}[”"」』]/u,
  /(?:把|将|改).{0,10}(?:截止|补助|金额|日期|条款|规定).{0,6}(?:改成|改为|说成|写成)|<script|select.{0,10}from|droptable|<\/?(?:system|user|assistant)/u,
  /(?:删除|清空|导出|泄露|告诉我).{0,8}(?:数据库|密码|密钥|其他单位的|别人的|别家的|apikey|token)/u,
];

export const isInjection = (text: string): boolean => injection.some(pattern => pattern.test(text));
