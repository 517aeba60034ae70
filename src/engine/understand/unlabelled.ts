import type { Reading, Value } from '../../language/reading.ts';
import type { Form } from '../../model/pack/form.ts';
import { type FormPlace, placeOfId, roleOf } from './form-places.ts';

/** What nobody labelled, said of ourselves: 我们是重庆某某有限公司 is the unit's name. */
export const unlabelled = (
  reading: Reading,
  form: Form,
  put: (place: FormPlace, typed: string, start: number) => boolean,
  isUsed: (value: Value) => boolean,
): void => {
  const place = placeOfId(form, form.unit);
  if (!place) return;
  const names = reading.values.filter(value => value.kind === 'organisation' && !isUsed(value));
  const own = names.filter(value => {
    const clause = reading.clauses[value.clause];
    return (
      clause &&
      clause.act !== 'asks' &&
      !clause.supposed &&
      /(?:我们|我司|咱们?|本单位|本公司|我单位|我公司|我院|我校|我所|我厂|这里|这边)(?:的)?(?:单位|公司|厂|企业|医院|学校|研究所|院|所|合作社|这边|这里)?(?:的)?(?:全称|名称|名字)?(?:就|全称|名字)?(?:是|叫|叫做|名叫)$|(?:^|[,，。;；\s])(?:单位|公司|厂子?|企业|医院|学校|研究所|合作社)(?:的)?(?:全称|名称|名字)?就?(?:叫|叫做|名叫|是叫|全称是|名称是|名字是)$/u.test(
        reading.text.slice(0, value.start).replace(/(?<!\s)\s+$/u, ''),
      )
    );
  });
  if (own.length === 1) put(place, own[0]!.words, own[0]!.start);
  // 我们在某某路1号: the address of the same block, when it has one.
  const homes = place.section.fields.filter(field => roleOf(field) === 'address');
  const lived = reading.values.filter(
    value =>
      value.kind === 'address' &&
      !isUsed(value) &&
      reading.clauses[value.clause]?.act === 'tells' &&
      /(?:^|[,，。\s])(?:我们|我司|咱们?|本单位|本公司|我单位|单位|公司|厂|厂子|企业)?(?:单位|公司|厂|企业|这边)?(?:就|现在)?(?:在|位于|坐落在|设在|办公在)$/u.test(
        reading.text.slice(0, value.start).trimEnd(),
      ),
  );
  if (homes.length === 1 && lived.length === 1) {
    const home = placeOfId(form, homes[0]!.id);
    if (home) put(home, lived[0]!.words, lived[0]!.start);
  }
};
