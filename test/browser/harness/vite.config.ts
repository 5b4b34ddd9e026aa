import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page's own build, with other pages. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // Modules, so that workers load the ONNX runtime only when they need it.
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    rolldownOptions: { input: ['mask.html', 'viewer.html'].map((page) => `${import.meta.dirname}/${page}`) },
  },
});
