/**
 * What a WeCom errcode means for us (global list: developer.work.weixin.qq.com/document/path/90313).
 * retry: passing · token: fetch a new access token · receiver: this person cannot be reached · message: this message
 * will never be accepted · parked: only after the person writes again · done: it was accepted before ·
 * setup: the operator must change something, perhaps for this receiver only · down: he must before anything is taken.
 */
export type Verdict = 'retry' | 'token' | 'receiver' | 'message' | 'parked' | 'done' | 'setup' | 'down';

const verdicts: ReadonlyMap<number, Verdict> = new Map([
  [-1, 'retry'],
  [6000, 'retry'],
  [45009, 'retry'],
  [45033, 'retry'],
  [40014, 'token'],
  [41001, 'token'],
  [42001, 'token'],
  [40003, 'receiver'],
  [40031, 'receiver'],
  [40096, 'receiver'],
  [60021, 'receiver'],
  [60111, 'receiver'],
  [81013, 'receiver'],
  [84061, 'receiver'],
  // 智能机器人: no such chat, or one that never spoke to it (path/101463).
  [93006, 'receiver'],
  [95001, 'parked'],
  [95002, 'parked'],
  [95013, 'parked'],
  [95018, 'parked'],
  [95033, 'done'],
  [50002, 'setup'],
  [60011, 'setup'],
  [40001, 'down'],
  [40013, 'down'],
  [40056, 'down'],
  [48002, 'down'],
  [48004, 'down'],
  [50003, 'down'],
  [60020, 'down'],
  [95000, 'down'],
  [95003, 'down'],
  [95004, 'down'],
  [95011, 'down'],
  [95012, 'down'],
  [95017, 'down'],
  [301002, 'down'],
]);

/** Codes not in the list concern the content of the message (42014–42051 cards, 40201 spam, 45002 size, …). */
export const verdictOf = (errcode: number): Verdict => verdicts.get(errcode) ?? 'message';

const remedies: ReadonlyMap<number, string> = new Map([
  [40001, '应用 Secret 不正确：请在企业微信管理后台“应用管理”中重新复制。'],
  [40013, 'CorpID 不正确：请在管理后台“我的企业 → 企业信息”底部复制。'],
  [40056, 'AgentId 不正确：请在应用详情页核对。'],
  [48004, '应用的接口权限已被取消：请企业管理员在应用详情页重新授权。'],
  [50003, '应用已被停用：请企业管理员在管理后台“应用管理”中启用，之后自动恢复。'],
  [48002, '应用没有调用该接口的权限：微信客服须在“微信客服 → 可调用接口的应用”中勾选本应用。'],
  [50002, '成员不在应用可见范围内：请在应用详情页“可见范围”中加入有关成员。'],
  [60011, '应用对该成员或部门没有权限：请扩大应用的“可见范围”。'],
  [60020, '本机出口 IP 不在“企业可信IP”中：请在应用详情页底部“企业可信IP”加入报错中 from ip 所示地址。'],
  [95000, '客服账号 ID（WECOM_KF_OPEN_KFID）不正确。'],
  [95003, '可接待的客户数已达上限：企业未认证或未扩容，请在“微信客服”中认证企业后再用，之后自动恢复。'],
  [95017, '“通过 API 管理微信客服账号”的开关已关闭：请在“微信客服 → API”中打开，之后自动恢复。'],
  [95004, '客服账号不存在，或属于其他企业。'],
  [95011, '微信客服已在企业微信内使用：须用“可调用接口的应用”的 Secret。'],
  [95012, '尚未在企业微信中启用微信客服：请在管理后台“应用管理 → 微信客服”启用。'],
  [301002, 'AgentId 与 Secret 不属于同一个应用。'],
]);

/** What the operator can do about a code, in one sentence; undefined where there is nothing to do. */
export const remedyFor = (errcode: number): string | undefined => remedies.get(errcode);
