/** Starts the page: what the address says first, then the page itself. */
import { createApp, watchEffect } from 'vue'
import App from './App.vue'
import { locale, t } from './i18n'
import { followPermalink } from './state/permalink'
import { loadWorld } from './state/world'
import './styles/base.css'

watchEffect(() => {
  document.documentElement.lang = locale.value === 'zh' ? 'zh-CN' : 'en'
  document.title = `${t('app.title')} · ${t('app.subtitle')}`
})

followPermalink()
void loadWorld()
createApp(App).mount('#app')
