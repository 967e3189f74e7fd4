// Of whom a step can be asked: colleagues, the posts they hold, units; loaded once for the editor.
import { listKinds, listUnits } from '../api/documents';
import { asProblem, type Problem } from '../api/send';
import { listColleagues } from '../api/work';
import { optionOf, type Option } from '../controls/Picker.svelte';

export class Choosable {
  people = $state.raw<Option[]>([]);
  positions = $state.raw<Option[]>([]);
  units = $state.raw<Option[]>([]);
  kinds = $state.raw<Option[]>([]);
  problem = $state.raw<Problem | null>(null);

  constructor() {
    void this.load();
  }

  async load(): Promise<void> {
    this.problem = null;
    try {
      const [people, units, kinds] = await Promise.all([listColleagues(), listUnits(), listKinds()]);
      this.people = people.map(({ id, name, posts }) => optionOf(id, name, posts.map(({ title }) => title).join('; ')));
      this.units = units.map(({ id, name }) => optionOf(id, name));
      this.kinds = kinds.map(({ code, name }) => optionOf(code, name));
      const posts = people.flatMap(({ name, posts: held }) => held.map((post) => ({ ...post, name })));
      const ids = Array.from(new Set(posts.map(({ id }) => id)));
      this.positions = ids.flatMap((id) => {
        const holders = posts.filter((post) => post.id === id);
        const [post] = holders;
        return post ? [optionOf(id, post.unit ? `${post.title}, ${post.unit.name}` : post.title, holders.map(({ name }) => name).join(', '))] : [];
      });
    } catch (cause) {
      this.problem = asProblem(cause);
    }
  }
}
