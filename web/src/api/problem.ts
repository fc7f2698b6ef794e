/** What went wrong with a request, in the server's own words where it has any (RFC 9457). */

export interface FieldFault {
  pointer: string
  detail: string
}

/** `unreachable` and `garbled` are ours: the server could not speak for itself. */
export type ProblemKind = 'refused' | 'unreachable' | 'garbled'

export class Problem extends Error {
  readonly kind: ProblemKind
  readonly status: number | null
  readonly title: string
  readonly detail: string | null
  readonly errors: FieldFault[]

  constructor(kind: ProblemKind, facts: { status?: number; title?: string; detail?: string | null; errors?: FieldFault[] }) {
    super(facts.detail ?? facts.title ?? kind)
    this.name = 'Problem'
    this.kind = kind
    this.status = facts.status ?? null
    this.title = facts.title ?? ''
    this.detail = facts.detail ?? null
    this.errors = facts.errors ?? []
  }
}

/** Reads a refusal. A proxy in between may answer with a page of its own: then only the status is known. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null)
  const facts = isRecord(body) ? body : {}
  return new Problem('refused', {
    status: response.status,
    title: text(facts['title']) ?? response.statusText,
    detail: text(facts['detail']),
    errors: Array.isArray(facts['errors']) ? facts['errors'].filter(isFault) : [],
  })
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isFault(value: unknown): value is FieldFault {
  return isRecord(value) && typeof value['detail'] === 'string'
}
