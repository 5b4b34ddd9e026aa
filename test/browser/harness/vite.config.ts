import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page's own build, with other pages. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    rolldownOptions: { input: ['mask.html', 'viewer.html'].map((page) => `${import.meta.dirname}/${page}`) },
  },
});
