/** Where a part of a condition is: `['all', 0, 'not']`. */
export type ConditionPath = readonly (string | number)[]
type Loose = Record<string, unknown>
type Group<C> = { all: C[] } | { any: C[] }

// Conditions of triggers and of playbooks have different leaves but nest in the same way:
// a leaf, {"all": […]}, {"any": […]} or {"not": …}.

/** A condition with the part at `path` replaced. */
export function replaceAt<C>(condition: C, path: ConditionPath, next: C): C {
  return put(condition, path, next) as C
}

function put(node: unknown, path: ConditionPath, next: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return next
  if (Array.isArray(node)) return node.map((item, n) => (n === key ? put(item, rest, next) : item))
  return { ...(node as Loose), [key]: put((node as Loose)[key], rest, next) }
}

/** The part at `path`; undefined where there is none. */
export function partAt(condition: unknown, path: ConditionPath): unknown {
  return path.reduce<unknown>((node, key) => (node as Loose | undefined)?.[key as string], condition)
}

/** Removes the part at `path`; a group of one becomes its member. The last leaf is never removed. */
export function removeAt<C>(condition: C, path: ConditionPath): C {
  const owner = path.slice(0, -1)
  if (path.length === 0) return condition
  if (path.at(-1) === 'not') return removeAt(condition, owner)
  const list = partAt(condition, owner) as C[]
  const left = list.filter((_, n) => n !== path.at(-1))
  const group = owner.slice(0, -1)
  const [only] = left
  if (left.length === 1 && only) return replaceAt(condition, group, only)
  return put(condition, owner, left) as C
}

/** Adds a part beside the one at `path`: to its group where that is of this kind, otherwise to a new group of both. */
export function addBeside<C>(condition: C, path: ConditionPath, kind: 'all' | 'any', part: C): C {
  const owner = path.slice(0, -1)
  if (owner.at(-1) === kind) {
    const list = partAt(condition, owner) as C[]
    const at = Number(path.at(-1)) + 1
    return put(condition, owner, [...list.slice(0, at), part, ...list.slice(at)]) as C
  }
  const here = partAt(condition, path)
  return put(condition, path, { [kind]: [here, part] }) as C
}

/** Appends to the group at `path`. */
export function addInto<C>(condition: C, path: ConditionPath, part: C): C {
  const group = partAt(condition, path) as Group<C>
  return put(condition, path, 'all' in group ? { all: [...group.all, part] } : { any: [...group.any, part] }) as C
}

/** Turns `all` into `any`, and `any` into `all`. */
export function turnGroup<C>(condition: C, path: ConditionPath): C {
  const group = partAt(condition, path) as Group<C>
  return put(condition, path, 'all' in group ? { any: group.all } : { all: group.any }) as C
}

/** Negates the part at `path`, or removes its negation. */
export function toggleNot<C>(condition: C, path: ConditionPath): C {
  const here = partAt(condition, path)
  if (path.at(-1) === 'not') return put(condition, path.slice(0, -1), here) as C
  const denied = typeof here === 'object' && here !== null && 'not' in here
  return put(condition, path, denied ? here.not : { not: here }) as C
}
