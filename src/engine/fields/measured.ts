import { SEVERAL } from '../../model/pack/field-kinds.ts';
import type { Field } from '../../model/pack/form.ts';
import { readMoney } from './number.ts';

const twoDigits = (text: string): string => text.padStart(2, '0');

const asDate = (value: string): string | null => {
  const [, year, month, day = '1'] = /(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?/u.exec(value) ?? [];
  return year && month ? `${year}-${twoDigits(month)}-${twoDigits(day)}` : null;
};

/**
 * What a stored value is compared as: numbers as they are, money in yuan, a percentage as a share of one, days as
 * `YYYY-MM-DD` (a month by its first day), the options of a list each by itself, anything else as its words.
 */
export const measuredAs = (field: Field, value: string): readonly (string | number)[] => {
  const number = (text: string): number[] => {
    const found = Number.parseFloat(text);
    return Number.isNaN(found) ? [] : [found];
  };
  switch (field.kind) {
    case 'number':
      return number(value);
    case 'percent':
      return number(value).map(share => share / 100);
    case 'money': {
      const around = { today: '', areaCode: null };
      const yuan = readMoney({ ...field, unit: '元' }, `${value}${field.unit ?? ''}`, around);
      return yuan.ok ? number(yuan.value) : [];
    }
    case 'date':
    case 'year-month':
      return [asDate(value)].flatMap(day => day ?? []);
    case 'several':
      return value.split(SEVERAL);
    default:
      return [value];
  }
};
