// What a template offers: why it is meant for a paper, and the form it fills. It only fills; who reads it sends it.
import type { Party, Template, TemplateOffer, TemplateOffers } from '../api/types';
import { bulk } from '../messages/bulk';
import type { Chosen, Draft } from '../work/forms';
import { nameOf } from '../work/names';
import { workdayAfter, type Workdays } from '../work/workdays';

/** A template with the reason it is offered for one paper. */
export interface Offered {
  template: Template;
  offer: TemplateOffer;
}

/** The templates of one paper, the best first. */
export function offersOf({ items, templates }: TemplateOffers, document: string): Offered[] {
  const offers = items.find((item) => item.document === document)?.offers ?? [];
  return offers.flatMap((offer) => {
    const template = templates.find(({ id }) => id === offer.template);
    return template ? [{ template, offer }] : [];
  });
}

/** «vì mẫu cho: Công văn của Sở Tài chính». */
export function reasonOf({ kind, issuer }: TemplateOffer, kindName: (code: string) => string): string {
  const { because, forAny, of } = bulk().template;
  if (kind && issuer) return because(of(kindName(kind), issuer));
  return because(kind ? kindName(kind) : (issuer ?? forAny));
}

/** Those a template gives to for whom nobody answers today, by name. */
export const goneOf = ({ parts }: Template): string[] => parts.filter(({ gone }) => gone).map(({ to }) => nameOf(to));

/** The number of working days of its term; null for no term and for terms that are not counted so. */
export function daysOf({ term }: Template): number | null {
  return term?.unit === 'working_days' ? (term.amount ?? null) : null;
}

/** The parts that can be given today. */
export function partsOf({ parts }: Template): Chosen[] {
  return parts.filter(({ gone }) => !gone).map(({ part, to }) => ({ part, name: nameOf(to), party: { kind: to.kind, id: to.id } as Party }));
}

/** The form filled from a template; what it does not say stays. */
export function filled(draft: Draft, template: Template, today: string, calendar: Workdays | null): Draft {
  const term = daysOf(template);
  const day = term && calendar ? workdayAfter(today, term, calendar) : null;
  return {
    ...draft,
    words: template.words,
    parts: partsOf(template),
    confirm: template.asks_confirmation,
    urgency: template.urgency,
    term: day ? term : null,
    day,
  };
}
