import type { FactValue } from '../model/fact.ts';
import type { Fact } from '../model/pack/eligibility.ts';

/** Whether a value is one of a fact's. Null, 不清楚, is always. */
export const fitsFact = (fact: Fact, value: FactValue): boolean => {
  if (value === null) return true;
  switch (fact.type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return (fact.options ?? []).some(option => option.value === value);
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
    case 'number':
    case 'money':
    case 'year':
    case 'ratio':
      return typeof value === 'number' && Number.isFinite(value);
    default:
      return fact.type satisfies never;
  }
};

/** At most two places behind the point, without zeros. */
const rounded = (value: number): string => String(Math.round(value * 100) / 100);

/** A measured value as people write it: 1800万元, 30%, 1958年, 2022年9月1日, 12人. */
export const writtenValue = (fact: Fact, value: string | number): string => {
  if (typeof value === 'string') {
    const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? [];
    return fact.type === 'date' && year ? `${year}年${Number(month)}月${Number(day)}日` : value;
  }
  if (fact.type === 'money')
    return value >= 1e8
      ? `${rounded(value / 1e8)}亿元`
      : value >= 1e4
        ? `${rounded(value / 1e4)}万元`
        : `${rounded(value)}元`;
  if (fact.type === 'ratio') return `${rounded(value * 100)}%`;
  if (fact.type === 'year') return `${value}年`;
  return `${value}${fact.unit ?? ''}`;
};
