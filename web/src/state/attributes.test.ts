import { expect, it } from 'vitest'
import type { CodedFeature, CollectionSchema } from '../api/types'
import { attributesOf } from './attributes'

const schema: CollectionSchema = {
  properties: {
    code: { type: 'string', title: 'Code', 'x-title-zh': '编码' },
    role: { type: 'string', title: 'Role', 'x-title-zh': '作用', 'x-enum-labels': { trunk: 'Trunk main' }, 'x-enum-labels-zh': { trunk: '干管' } },
    diameter_mm: { type: 'number', title: 'Diameter', 'x-title-zh': '直径', 'x-unit': 'mm' },
    in_service: { type: 'boolean', title: 'In service', 'x-title-zh': '在用' },
    built_year: { type: 'integer', title: 'Built in' },
    material: { type: 'string', title: 'Material', 'x-title-zh': '材质' },
    geometry: { format: 'geometry-linestring' },
  },
}
const pipe: CodedFeature = {
  type: 'Feature',
  geometry: null,
  properties: { code: 'P1', role: 'trunk', diameter_mm: 1200, in_service: false, built_year: 2009, material: null, extra: 'x' },
}
const read = (locale: 'zh' | 'en') => attributesOf(pipe, schema, locale).known.map(({ title, value }) => `${title}: ${value}`)

it('Chinese readers get Chinese titles and labels, with units', () => {
  expect(read('zh')).toEqual(['编码: P1', '作用: 干管', '直径: 1,200 mm', '在用: 否', 'Built in: 2009', 'extra: x'])
})

it('English readers get English ones', () => {
  expect(read('en').slice(0, 3)).toEqual(['Code: P1', 'Role: Trunk main', 'Diameter: 1,200 mm'])
})

it('what is not recorded is said to be unknown, not left out', () => {
  expect(attributesOf(pipe, schema, 'zh').unknown).toEqual(['材质'])
})

it('a feature without any properties is no fault', () => {
  const bare = { type: 'Feature', geometry: null, properties: null } as unknown as CodedFeature
  expect(attributesOf(bare, {}, 'zh')).toEqual({ known: [], unknown: [] })
})
