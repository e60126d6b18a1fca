<?php
/**
 * The page under Settings.
 *
 * @package Tocsin
 */

declare( strict_types=1 );

defined( 'ABSPATH' ) || exit;

/** Drawn and checked by WordPress' own settings interface, which brings the nonce and asks for the capability. */
final class Tocsin_Settings_Page {
	private const SLUG       = 'tocsin';
	private const CAPABILITY = 'manage_options';

	/** @param string $plugin The plugin's name among the plugins. */
	public static function register( string $plugin ): void {
		add_action(
			'admin_init',
			static function (): void {
				register_setting( self::SLUG, Tocsin_Settings::OPTION, array( 'sanitize_callback' => array( self::class, 'checked' ) ) );
			}
		);
		add_action(
			'admin_menu',
			static function (): void {
				add_options_page( 'Tocsin', 'Tocsin', self::CAPABILITY, self::SLUG, array( self::class, 'show' ) );
			}
		);
		add_filter(
			"plugin_action_links_$plugin",
			static function ( array $links ): array {
				$page = admin_url( 'options-general.php?page=' . self::SLUG );
				return array_merge(
					array( sprintf( '<a href="%s">%s</a>', esc_url( $page ), esc_html__( 'Settings', 'tocsin' ) ) ),
					$links
				);
			}
		);
	}

	/**
	 * Refuses what cannot be an address or a key, says so, and keeps what was there before.
	 *
	 * @param mixed $typed What came with the form.
	 * @return array<string, mixed>
	 */
	public static function checked( $typed ): array {
		$typed = is_array( $typed ) ? $typed : array();
		// A box that is not ticked is not sent.
		$typed['everywhere'] = ! empty( $typed['everywhere'] );
		$clean               = Tocsin_Settings::clean( $typed );
		$before              = Tocsin_Settings::clean( get_option( Tocsin_Settings::OPTION, array() ) );
		$complaints          = array(
			'origin'     => __( 'The address of the status page must look like https://status.example.org.', 'tocsin' ),
			'copy'       => __( 'The address of the copy must look like https://copy.example.net.', 'tocsin' ),
			'public_key' => __( 'This is not a public key: it has 44 characters and ends with “=”. Copy it from the “Verify” page of Tocsin.', 'tocsin' ),
		);
		foreach ( $complaints as $field => $complaint ) {
			if ( '' === $clean[ $field ] && '' !== trim( (string) ( $typed[ $field ] ?? '' ) ) ) {
				$clean[ $field ] = $before[ $field ];
				add_settings_error( Tocsin_Settings::OPTION, $field, $complaint );
			}
		}
		self::forget();
		return $clean;
	}

	/** After a change of address the next visitor asks at once. */
	private static function forget(): void {
		delete_transient( 'tocsin_wait_fr' );
		delete_transient( 'tocsin_wait_en' );
	}

	/** The form. */
	public static function show(): void {
		if ( ! current_user_can( self::CAPABILITY ) ) {
			wp_die( esc_html__( 'You may not change these settings.', 'tocsin' ), 403 );
		}
		$settings = Tocsin_Settings::load();
		echo '<div class="wrap"><h1>Tocsin</h1>';
		echo '<p>' . esc_html__( 'Shows your current notice on every page of this site, and the last one with its age when your status page is out of reach.', 'tocsin' ) . '</p>';
		self::show_state( $settings );
		echo '<form action="options.php" method="post">';
		settings_fields( self::SLUG );
		echo '<table class="form-table" role="presentation">';
		self::field( 'origin', __( 'Status page', 'tocsin' ), $settings->origin, __( 'For example https://status.example.org.', 'tocsin' ) );
		self::field( 'copy', __( 'Its copy on another host', 'tocsin' ), $settings->copy, __( 'Asked when the status page does not answer. May stay empty.', 'tocsin' ) );
		self::field( 'public_key', __( 'Public key', 'tocsin' ), $settings->public_key, __( 'The copy is believed only when it is signed with this key. It stands on the “Verify” page of Tocsin.', 'tocsin' ) );
		self::language( $settings->language );
		self::everywhere( $settings->everywhere );
		echo '</table>';
		submit_button();
		echo '</form></div>';
	}

	private static function show_state( Tocsin_Settings $settings ): void {
		if ( '' === $settings->origin ) {
			$words = __( 'Not connected yet: type the address of your status page.', 'tocsin' );
		} else {
			$latest = ( new Tocsin_Source( $settings, $settings->spoken() ) )->latest();
			$words  = __( 'The status page does not answer. Check its address.', 'tocsin' );
			if ( $latest['heard'] ) {
				$words = null === $latest['notice']
					? __( 'Connected. There is no notice at present.', 'tocsin' )
					/* translators: %s: title of the notice. */
					: sprintf( __( 'Connected. Shown now: %s', 'tocsin' ), $latest['notice']->title );
			}
		}
		echo '<p role="status"><strong>' . esc_html( $words ) . '</strong></p>';
	}

	private static function field( string $name, string $label, string $value, string $hint ): void {
		printf(
			'<tr><th scope="row"><label for="tocsin-%1$s">%2$s</label></th><td><input type="%6$s" class="regular-text code" id="tocsin-%1$s" name="%3$s[%1$s]" value="%4$s" aria-describedby="tocsin-%1$s-hint"><p class="description" id="tocsin-%1$s-hint">%5$s</p></td></tr>',
			esc_attr( $name ),
			esc_html( $label ),
			esc_attr( Tocsin_Settings::OPTION ),
			esc_attr( $value ),
			esc_html( $hint ),
			'public_key' === $name ? 'text' : 'url'
		);
	}

	private static function language( string $chosen ): void {
		$options = array(
			'auto' => __( 'The language of the page', 'tocsin' ),
			'fr'   => 'Français',
			'en'   => 'English',
		);
		printf(
			'<tr><th scope="row"><label for="tocsin-language">%s</label></th><td><select id="tocsin-language" name="%s[language]">',
			esc_html__( 'Language', 'tocsin' ),
			esc_attr( Tocsin_Settings::OPTION )
		);
		foreach ( $options as $value => $label ) {
			printf( '<option value="%s"%s>%s</option>', esc_attr( $value ), selected( $chosen, $value, false ), esc_html( $label ) );
		}
		echo '</select></td></tr>';
	}

	private static function everywhere( bool $checked ): void {
		printf(
			'<tr><th scope="row">%s</th><td><label><input type="checkbox" name="%s[everywhere]" value="1"%s> %s</label><p class="description">%s</p></td></tr>',
			esc_html__( 'Place', 'tocsin' ),
			esc_attr( Tocsin_Settings::OPTION ),
			checked( $checked, true, false ),
			esc_html__( 'At the top of every page', 'tocsin' ),
			wp_kses( __( 'Or put <code>[tocsin]</code> where you want it.', 'tocsin' ), array( 'code' => array() ) )
		);
	}
}
