// What the log is filtered by: colleagues of today and whoever else stands in the lines in view, and kinds by group.
import { asProblem, type Problem } from '../../api/send';
import type { AuditLine, Colleague } from '../../api/types';
import { listColleagues } from '../../api/work';
import { optionOf, type Option } from '../../controls/Picker.svelte';
import { audit } from '../../messages/audit';
import { groups, GROUPS, wordsOfKind } from './kinds';

export function kindChoices(): Option[] {
  const { trail, groups: names } = audit();
  return [
    optionOf('', trail.anything),
    ...groups.flatMap((group) => [
      optionOf(group, names[group], trail.group),
      ...GROUPS[group].map((kind) => optionOf(kind, wordsOfKind(kind), names[group])),
    ]),
  ];
}

export function personChoices(lines: () => readonly AuditLine[]) {
  let colleagues = $state.raw<Colleague[]>([]);
  let problem = $state.raw<Problem | null>(null);
  const options = $derived.by(() => {
    const known = new Map(colleagues.map(({ id, name, posts }) => [id, optionOf(id, name, posts.map(({ title }) => title).join('; '))]));
    for (const { actor } of lines()) if (actor && !known.has(actor.id)) known.set(actor.id, optionOf(actor.id, actor.name));
    return [optionOf('', audit().trail.anybody), optionOf('none', audit().trail.system), ...known.values()];
  });
  const load = () => void listColleagues().then((all) => ((colleagues = all), (problem = null)), (cause: unknown) => (problem = asProblem(cause)));
  load();
  return { get options() { return options; }, get problem() { return problem; }, load };
}
