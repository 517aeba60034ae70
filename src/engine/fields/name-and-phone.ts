/** A name, then a number, perhaps with a word for it between: 李明 13800001111、李明（电话：023-58220000）. */
const both =
  /^([^\d+（(]{2,20}?)[\s，,、；;：:（(]*(?:(?:联系)?(?:电话|手机)号?码?)?[\s：:]*(\+?[\d（(][\d\s\-—–－()（）]{5,24}?(?:(?:转|分机)\s*\d{1,6})?)[)）。]?$/u;

/** Longest text that holds a name and a number and nothing else, in UTF-16 units. */
const LONGEST = 80;

/** The two halves of what somebody wrote in one line, or null. Neither is checked here. */
export const nameAndPhone = (text: string): { readonly name: string; readonly phone: string } | null => {
  const [, name, phone] = (text.length > LONGEST ? null : both.exec(text.trim())) ?? [];
  return name && phone ? { name: name.trim(), phone } : null;
};
