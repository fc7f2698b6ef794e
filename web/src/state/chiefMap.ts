/** Draws the stretches of the chiefs: of a post by their condition. */
import { watch } from 'vue'
import { chiefView, rowKey, rows } from './chief'
import { draw, shape } from './overlays'
import { gradeOf, grades } from './postSheet'
import { tool } from './view'

watch([tool, rows, chiefView, grades], () => {
  if (tool.value !== 'chief') return draw('rows', [])
  draw('rows', rows.value.flatMap((row) =>
    row.geometry ? [shape(row.geometry, { key: rowKey(row), view: chiefView.value, grade: gradeOf(row) ?? 'none' })] : []))
}, { immediate: true })
