/** The run inspector, for operators. */
export default function Inspector() {
  return <h1>Runs</h1>;
}
