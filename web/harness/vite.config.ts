import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the test pages as the page itself is built. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // Module workers load the ONNX runtime only when they need it.
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    rolldownOptions: { input: ['mask.html', 'viewer.html'].map((page) => `${import.meta.dirname}/${page}`) },
  },
});
