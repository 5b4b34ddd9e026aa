import cup from '#web/sessions/upload/cup.jpg';
import { useSignIn } from '#web/sign-in/context.tsx';
import { useStart } from '#web/sign-in/use-start.tsx';
import { Button } from '#web/ui/button.tsx';
import { Icon, type IconName } from '#web/ui/icon.tsx';
import styles from './landing.module.css';
import model from './pictures/model.webp';

const steps: readonly (readonly [IconName, string, string])[] = [
  ['photo', 'Choose a photo', 'The whole object in frame, in good light.'],
  ['pointer', 'Click the object', 'We find its outline. Adjust it if you need to.'],
  ['cube', 'Get the model', "View it in 3D and download it. We'll email you when it's ready."],
];

/** The start page of a user who is not signed in. */
export function Landing() {
  const { start, leaving, failure } = useStart(useSignIn());
  return (
    <div className={styles.landing}>
      <h1 className={styles.title}>From one photo to a 3D model</h1>
      <p className={styles.lead}>
        Upload a photo, click an object, and get a 3D model you can view and download.
      </p>
      <Button kind="main" busy={leaving} onClick={start} className={styles.start}>
        Sign in or create an account
      </Button>
      {failure}
      <div className={styles.pair}>
        <img src={cup} width={600} height={400} alt="A cup on its saucer, on a table" />
        <Icon name="arrow" size={32} />
        <img src={model} width={600} height={400} alt="The cup alone as a 3D model, from another side" />
      </div>
      <ol className={styles.steps}>
        {steps.map(([icon, title, text]) => (
          <li key={title} className={styles.step}>
            <span className={styles.icon}>
              <Icon name={icon} size={26} />
            </span>
            <h2>{title}</h2>
            <p>{text}</p>
          </li>
        ))}
      </ol>
    </div>
  );
}
